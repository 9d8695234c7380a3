export default { start: '开始', failed: '此练习暂时无法加载，稍后会自动重试。' };
