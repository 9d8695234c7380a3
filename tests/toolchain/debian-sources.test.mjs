import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { findDebianSource, parseDeb822, parseList } from '../../cpp/toolchain/debian-sources.mjs';

const deb822 = `# a comment
Types: deb
# another
URIs: https://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb-src
URIs: https://mirror.example/debian
Suites: bookworm
Components: main
`;

test('a .sources file gives its binary sources, without comments', () => {
  assert.deepEqual(parseDeb822(deb822), [
    {
      uris: ['https://mirror.example/debian'],
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main', 'contrib'],
      signedBy: '/usr/share/keyrings/debian.gpg',
    },
  ]);
});

test('a key written into a .sources file is kept line by line', () => {
  const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----';
  const [source] = parseDeb822(`Types: deb\nURIs: u\nSuites: sid\nComponents: main\nSigned-By:${key}\n`);
  assert.equal(source.signedBy, key);
});

test('a source that is switched off does not count', () => {
  assert.deepEqual(parseDeb822(`Enabled: no\n${deb822}`), []);
});

test('a .list file gives its binary sources, with and without options', () => {
  const text = `# deb http://old.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main non-free # note
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian trixie main`;
  assert.deepEqual(parseList(text), [
    {
      uris: ['http://mirror.example/debian'],
      suites: ['bookworm'],
      components: ['main', 'non-free'],
      signedBy: '/k.gpg',
    },
    { uris: ['http://mirror.example/debian'], suites: ['trixie'], components: ['main'], signedBy: '' },
  ]);
});

test("Debian's own archive is found among other sources, and nothing where there is none", (t) => {
  const etc = mkdtempSync(join(tmpdir(), 'apt-'));
  t.after(() => rmSync(etc, { recursive: true }));
  assert.equal(findDebianSource(etc), undefined);
  mkdirSync(`${etc}/sources.list.d`);
  writeFileSync(`${etc}/sources.list`, 'deb http://archive.example/ubuntu noble main\n');
  writeFileSync(`${etc}/sources.list.d/a.list`, 'deb http://mirror.example/security bookworm-security main\n');
  assert.equal(findDebianSource(etc), undefined);
  writeFileSync(`${etc}/sources.list.d/debian.sources`, deb822);
  assert.deepEqual(findDebianSource(etc)?.uris, ['https://mirror.example/debian']);
});
