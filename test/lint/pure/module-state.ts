import ts from 'typescript';

/** What can be added to. */
const STORES = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);
/** What makes something that keeps what it worked out. */
const KEEPERS = new Set(['newStudy', 'studyOf']);
/** What changes a list, a store, or an object. */
const CHANGES = new Set([
  'push',
  'unshift',
  'splice',
  'set',
  'add',
  'pop',
  'shift',
  'delete',
  'clear',
  'assign',
]);

/**
 * The names under which a module keeps something from one call to the next: variables, stores that are not declared
 * read-only, and constants that some line of it changes. What `lazily` makes is a constant.
 */
export function moduleState(text: string): string[] {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true);
  const changed = changedNames(source);
  const found: string[] = [];
  for (const statement of source.statements) {
    if (ts.isClassDeclaration(statement)) found.push(...staticFields(statement));
    if (!ts.isVariableStatement(statement)) continue;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    for (const declaration of statement.declarationList.declarations) {
      const name = declaration.name.getText(source);
      if (!isConstant || changed.has(name) || keepsSomething(declaration)) found.push(name);
    }
  }
  return found;
}

function staticFields({ name, members }: ts.ClassDeclaration): string[] {
  return members
    .filter((member) => ts.isPropertyDeclaration(member))
    .filter(({ modifiers = [] }) => [...modifiers].some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
    .filter(
      (field) => ![...(field.modifiers ?? [])].some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword),
    )
    .map((field) => `${name?.text}.${field.name.getText()}`);
}

function keepsSomething({ type, initializer }: ts.VariableDeclaration): boolean {
  if (initializer === undefined) return false;
  if (type !== undefined && /^Readonly(?:Map|Set|Array)\b|^readonly\b/.test(type.getText())) return false;
  return holdsStore(initializer);
}

/** Whether an expression makes a store where the module is loaded: not within a function that is called later. */
function holdsStore(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (ts.isIdentifier(expression) && KEEPERS.has(expression.text)) return true;
    // A function that is called at once keeps what it holds.
    const called = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
    if (ts.isFunctionLike(called)) return holdsStoreWithin(called);
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    if (text.startsWith('Weak') || STORES.has(text)) return true;
  }
  return !ts.isFunctionLike(node) && holdsStoreWithin(node);
}

function holdsStoreWithin(node: ts.Node): boolean {
  return ts.forEachChild(node, (child) => holdsStore(child) || undefined) ?? false;
}

/** Names of which a part is assigned, or a method is called that changes them, in whatever place of the module. */
function changedNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const rootOf = (node: ts.Node): string | undefined => {
    if (ts.isIdentifier(node)) return node.text;
    return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
      ? rootOf(node.expression)
      : undefined;
  };
  const note = (node: ts.Node | undefined) => {
    const root = node === undefined ? undefined : rootOf(node);
    if (root !== undefined && !isLocal(root)) names.add(root);
  };
  const isLocal = localNames(source);
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      if (!ts.isIdentifier(node.left)) note(node.left);
    }
    if (ts.isDeleteExpression(node)) note(node.expression);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      if (CHANGES.has(name.text)) note(name.text === 'assign' ? node.arguments[0] : expression);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Names that something within a function has too: whichever is meant there, is not told apart. */
function localNames(source: ts.SourceFile): (name: string) => boolean {
  const names = new Set<string>();
  const visit = (node: ts.Node, depth: number): void => {
    const isName = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    if (isName && depth > 0 && ts.isIdentifier(node.name)) names.add(node.name.text);
    const deeper = depth + (ts.isFunctionLike(node) || ts.isBlock(node) ? 1 : 0);
    ts.forEachChild(node, (child) => visit(child, deeper));
  };
  visit(source, 0);
  return (name) => names.has(name);
}
