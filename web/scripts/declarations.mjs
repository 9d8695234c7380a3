// Types written in comments, as they stand there: for the pages of documentation.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * @typedef {{name: string, type: string, optional: boolean, description: string}} Property
 * @typedef {{name: string, type: string, description: string, properties: Property[]}} Declaration
 */

/** import('./types.js').Status -> Status. @param {string} type */
const withoutImports = (type) =>
  type
    .replace(/import\('[^']*'\)\./g, '')
    .replace(/\s*\n\s*\*\s*/g, ' ')
    .replace(/^\{|\}$/g, '');

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
const textOf = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s*\n\s*/g, ' ').trim();

/**
 * The typedefs of a file, by name.
 * @param {string} path from the root of the project
 * @returns {Map<string, Declaration>}
 */
export function declarationsIn(path) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  /** @type {Map<string, Declaration>} */
  const found = new Map();
  /** @param {ts.Node} node */
  const visit = (node) => {
    for (const tag of ts
      .getJSDocTags(node)
      .concat(/** @type {any} */ (node).jsDoc?.flatMap((/** @type {ts.JSDoc} */ doc) => doc.tags ?? []) ?? []))
      if (ts.isJSDocTypedefTag(tag) && tag.name) found.set(tag.name.text, declarationOf(tag, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.JSDocTypedefTag} tag @param {ts.SourceFile} source @returns {Declaration} */
function declarationOf(tag, source) {
  const { typeExpression } = tag;
  const isLiteral = typeExpression !== undefined && ts.isJSDocTypeLiteral(typeExpression);
  const above = ts.isJSDoc(tag.parent) ? textOf(tag.parent.comment) : '';
  return {
    name: String(tag.name?.text),
    type: isLiteral || !typeExpression ? '' : withoutImports(typeExpression.getText(source)),
    description: [above, textOf(tag.comment)].filter(Boolean).join('. '),
    properties: isLiteral ? (typeExpression.jsDocPropertyTags ?? []).map((one) => propertyOf(one, source)) : [],
  };
}

/** @param {ts.JSDocPropertyLikeTag} tag @param {ts.SourceFile} source @returns {Property} */
const propertyOf = (tag, source) => ({
  name: tag.name.getText(source),
  type: withoutImports(tag.typeExpression?.getText(source) ?? ''),
  optional: tag.isBracketed,
  description: textOf(tag.comment),
});
