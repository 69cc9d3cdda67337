/** Finds what a source file imports, without a compiler: this project writes its imports plainly, one specifier in quotes each. */

const patterns = [
  /(?:^|\n)\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]/g,
  /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
  /\brequire\(\s*['"]([^'"]+)['"]/g,
];

/** The specifiers of static imports, re-exports, dynamic imports of literals and `require`, each once. */
export function scanImports(source: string): string[] {
  const code = withoutComments(source);
  const found = patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]!));
  return [...new Set(found)];
}

/** Blanks out comments that begin a line; what stands behind code on its line stays. */
export function withoutComments(source: string): string {
  return source.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, '').replace(/^[ \t]*\/\/.*$/gm, '');
}
