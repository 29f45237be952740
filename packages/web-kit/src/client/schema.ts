/**
 * The shape of a contract schema, as far as the browser needs it. Structural, so that no browser package depends on
 * the schema library itself (and never bundles a second copy of it).
 */
export interface Schema {
  readonly _zod: { readonly input: unknown; readonly output: unknown }
  safeParse: (value: unknown) => { success: boolean; data?: unknown; error?: { message: string } | undefined }
}
export type InputOf<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : never
export type OutputOf<S> = S extends { readonly _zod: { readonly output: infer O } } ? O : never
