/**
 * Short texts of every kind that people type, written down before any setting was tried on them and not changed since. What the
 * page chooses for them must make a network learn them: tests/learning/learning.test.js.
 */

/**
 * @typedef {object} Text
 * @property {string} id
 * @property {string} text
 * @property {'characters' | 'words'} [unit]
 */

/** @param {string} id @param {string} text @returns {Text} */
const characters = (id, text) => ({ id, text });

/** @param {string} id @param {string} text @returns {Text} */
const words = (id, text) => ({ id: `${id}, words`, text, unit: 'words' });

const sentence =
  'When the old lighthouse keeper climbed the winding stairs that evening, he counted every one of the hundred and ' +
  'twelve steps aloud, as his father had done before him; the sea was grey and quiet, the gulls had gone inland, and ' +
  'somewhere beyond the bar a ship was sounding its bell, three strokes and a pause, three strokes and a pause, until ' +
  'the lamp was lit and the whole bay turned white, then dark, then white again.';

/** @type {readonly Text[]} */
export const texts = Object.freeze([
  // pangrams and proverbs
  characters('pangram en', 'Sphinx of black quartz, judge my vow.'),
  characters('pangram en fox', 'The quick brown fox jumps over the lazy dog'),
  characters('pangram de', 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.'),
  characters('pangram fr', 'Portez ce vieux whisky au juge blond qui fume.'),
  characters('pangram es', 'El veloz murciélago hindú comía feliz cardillo y kiwi.'),
  characters('pangram ru', 'Съешь же ещё этих мягких французских булок, да выпей чаю.'),
  characters('pangram el', 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.'),
  characters('pangram he', 'דג סקרן שט בים מאוכזב ולפתע מצא חברה'),
  characters('proverb ar', 'العلم في الصغر كالنقش على الحجر\nالوقت كالسيف إن لم تقطعه قطعك'),
  characters('iroha ja', 'いろはにほへと\nちりぬるを\nわかよたれそ\nつねならむ'),
  characters('proverb ko', '가는 말이 고와야 오는 말이 곱다\n백지장도 맞들면 낫다'),
  characters('proverb zh', '千里之行，始于足下。\n学而时习之，不亦说乎？'),
  characters('proverb hi', 'जहाँ चाह वहाँ राह\nबूँद बूँद से सागर भरता है'),
  characters('proverb th', 'น้ำขึ้นให้รีบตัก\nช้าๆ ได้พร้าเล่มงาม'),
  characters('pangram pl', 'Pchnąć w tę łódź jeża lub ośm skrzyń fig.'),
  characters('proverb tr', 'Damlaya damlaya göl olur.\nSakla samanı gelir zamanı.'),
  characters('proverb vi', 'Có công mài sắt, có ngày nên kim.\nGần mực thì đen, gần đèn thì sáng.'),
  // names and lists
  characters(
    'names en',
    'Olivia\nNoah\nAmelia\nLiam\nCharlotte\nTheodore\nSophia\nJames\nIsabella\nHenry\nEvelyn\nLucas',
  ),
  characters(
    'names similar',
    'Mara\nMarta\nMartha\nMarla\nMarlene\nMarlon\nMarvin\nMarius\nMario\nMarion\nMarisol\nMarisa\nMarina\nMarin\nMark\nMarko\nMarkus\nMarcia\nMarcy\nMargo\nMargot\nMaria\nMarie\nMariel\nMary\nMarylou\nMarian\nMariam\nMarjan\nMarge',
  ),
  characters('names zh', '王伟\n王芳\n李娜\n李强\n张敏\n张静\n刘洋\n刘洁\n陈杰\n陈丽\n杨勇\n杨艳'),
  characters(
    'capitals',
    'Paris\nBerlin\nMadrid\nRome\nVienna\nPrague\nLisbon\nDublin\nOslo\nHelsinki\nWarsaw\nAthens\nSofia\nRiga',
  ),
  characters('shopping', 'milk 2\nbread 1\neggs 12\nbutter 1\napples 6\nrice 3'),
  characters('idioms zh', '画蛇添足\n守株待兔\n井底之蛙\n亡羊补牢\n狐假虎威\n刻舟求剑\n掩耳盗铃\n杯弓蛇影'),
  // poems and songs
  characters(
    'poem en 4',
    'The rain is falling all around,\nIt falls on field and tree,\nIt rains on the umbrellas here,\nAnd on the ships at sea.',
  ),
  characters(
    'poem en 8',
    'Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,\nCould frame thy fearful symmetry?\nIn what distant deeps or skies.\nBurnt the fire of thine eyes?\nOn what wings dare he aspire?\nWhat the hand, dare seize the fire?',
  ),
  characters(
    'poem de 12',
    'Wer reitet so spät durch Nacht und Wind?\nEs ist der Vater mit seinem Kind;\nEr hat den Knaben wohl in dem Arm,\nEr faßt ihn sicher, er hält ihn warm.\nMein Sohn, was birgst du so bang dein Gesicht?\nSiehst, Vater, du den Erlkönig nicht?\nDen Erlenkönig mit Kron und Schweif?\nMein Sohn, es ist ein Nebelstreif.\nDu liebes Kind, komm, geh mit mir!\nGar schöne Spiele spiel ich mit dir;\nManch bunte Blumen sind an dem Strand,\nMeine Mutter hat manch gülden Gewand.',
  ),
  characters(
    'poem zh 20',
    '离离原上草\n一岁一枯荣\n野火烧不尽\n春风吹又生\n春眠不觉晓\n处处闻啼鸟\n夜来风雨声\n花落知多少\n千山鸟飞绝\n万径人踪灭\n孤舟蓑笠翁\n独钓寒江雪\n红豆生南国\n春来发几枝\n愿君多采撷\n此物最相思\n松下问童子\n言师采药去\n只在此山中\n云深不知处',
  ),
  characters(
    'poem zh long lines',
    '君不见黄河之水天上来，奔流到海不复回。\n君不见高堂明镜悲白发，朝如青丝暮成雪。\n人生得意须尽欢，莫使金樽空对月。\n天生我材必有用，千金散尽还复来。',
  ),
  characters('haiku ja', '古池や蛙飛びこむ水の音\n閑さや岩にしみ入る蝉の声\n夏草や兵どもが夢の跡'),
  characters(
    'song en',
    'Row, row, row your boat,\nGently down the stream.\nMerrily, merrily, merrily, merrily,\nLife is but a dream.',
  ),
  characters(
    'counting rhyme',
    'One, two, buckle my shoe;\nThree, four, knock at the door;\nFive, six, pick up sticks;\nSeven, eight, lay them straight;\nNine, ten, a big fat hen.',
  ),
  characters(
    'verse ru',
    'Мороз и солнце; день чудесный!\nЕщё ты дремлешь, друг прелестный —\nПора, красавица, проснись:\nОткрой сомкнуты негой взоры',
  ),
  // code and data
  characters(
    'code python',
    'def fib(n):\n    a, b = 0, 1\n    while a < n:\n        print(a)\n        a, b = b, a + b',
  ),
  characters('code js', 'const add = (a, b) => a + b;\nfor (let i = 0; i < 10; i++) {\n  console.log(add(i, 1));\n}'),
  characters('code c', '#include <stdio.h>\nint main(void) {\n  puts("hello, world");\n  return 0;\n}'),
  characters(
    'code sql',
    "SELECT name, age FROM users WHERE age > 18 ORDER BY name;\nINSERT INTO users VALUES ('Ann', 31);",
  ),
  characters('html', '<ul>\n<li><a href="#a">one</a></li>\n<li><a href="#b">two</a></li>\n</ul>'),
  characters('json', '{"id": 7, "tags": ["a", "b"], "ok": true}\n{"id": 8, "tags": [], "ok": false}'),
  characters('csv', 'date,high,low\n2024-01-01,7,-2\n2024-01-02,5,-4\n2024-01-03,9,1'),
  characters(
    'log',
    '10:00:01 INFO start\n10:00:02 INFO load config\n10:00:03 WARN slow disk\n10:00:05 ERROR timeout\n10:00:08 INFO retry 1\n10:00:09 INFO done',
  ),
  characters('abc tune', 'X:1\nT:Scale\nM:4/4\nK:D\n|:d2fd A2FA|d2fd B2c2|d2fd A2FA|G2E2 D4:|'),
  characters('regex', '^(?:[a-z0-9]+\\.)*[a-z0-9]+@[a-z]+\\.[a-z]{2,}$'),
  characters('dna', 'ATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAG'),
  characters('dna three', 'GATTACAGATTACA\nCCGTAAGGCTTAC\nTTAGGGTTAGGGTTAGGG'),
  // numbers
  characters('pi', '3.14159265358979323846264338327950288419716939937510'),
  characters('squares', '0 1 4 9 16 25 36 49 64 81 100 121 144 169 196 225'),
  characters('times table', '7x1=7\n7x2=14\n7x3=21\n7x4=28\n7x5=35\n7x6=42\n7x7=49\n7x8=56\n7x9=63'),
  characters('phone', '+49 30 901820\n+33 1 42764040\n+81 3 53211111\n+1 212 6399675'),
  characters('binary', '0110100001100101011011000110110001101111'),
  characters('roman', 'I\nII\nIII\nIV\nV\nVI\nVII\nVIII\nIX\nX\nXI\nXII'),
  // shapes of text
  characters('emoji', '🌱🌿🌳🍂❄️\n🥚🐣🐥🐔\n🌑🌒🌓🌔🌕🌖🌗🌘'),
  characters('flags and families', '🇫🇷🇩🇪🇮🇹🇪🇸\n👩‍🚀👨‍🍳👩🏽‍🌾\n❤️🧡💛💚💙💜'),
  characters('palindrome', 'A man, a plan, a canal: Panama'),
  characters('palindromes', 'level\nradar\nrotator\nracecar\nrefer\nkayak'),
  characters('repeated', 'la la la la la la\nla la la la la la\nla la la la la la'),
  characters('repeated same', 'hello hello hello\nhello hello hello\nhello hello hello\nhello hello hello'),
  characters('two letters', 'ab'),
  characters('ten', 'watermelon'),
  characters('one word lines', 'yes\nno\nmaybe'),
  characters('sentence 40', 'It is a truth universally acknowledged,'),
  characters('sentence 100', sentence.slice(0, 100)),
  characters('sentence 200', sentence.slice(0, 200)),
  characters('sentence 400', sentence.slice(0, 400)),
  characters('mixed scripts', 'Zoë 学习 RNN за 3 дня! 🎉\n¿Qué? なに？ 뭐?'),
  characters('tongue twister', 'She sells sea shells by the sea shore.\nThe shells she sells are surely seashells.'),
  characters('spaces', 'a  b   c    d     e      f\n\tx\ty\tz'),
  // words as units
  words('fable', 'the hare laughed at the slow tortoise\nthe tortoise won the race\nslow and steady wins the race'),
  words(
    'recipe',
    'Beat two eggs with a pinch of salt. Heat the butter in a pan until it foams. Pour in the eggs and stir once. Fold and serve.',
  ),
  words('zh', '今天天气很好我们去公园散步\n明天可能下雨我们在家看书'),
  words('long', sentence),
]);
