// What a form sent: its fields, and the files that came with it.

/** What was posted. */
export interface PostedForm {
  readonly fields: URLSearchParams
  /** The bytes of files by the name of their field. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** The fields and files of a form; none of a body that is no form. */
export async function readForm(request: Request): Promise<PostedForm> {
  const fields = new URLSearchParams()
  const files = new Map<string, Uint8Array>()
  const sent = await request.formData().catch(() => null)
  for (const [name, value] of sent ?? [])
    if (typeof value === 'string') fields.append(name, value)
    else files.set(name, new Uint8Array(await value.arrayBuffer()))
  return { fields, files }
}
