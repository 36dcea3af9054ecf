// A letter in every interface language, made once for a run.
import { type InterfaceLanguage, interfaceLanguages } from '../../core/words/words.ts'
import { type CompiledMail, compileMail, type MailParts } from './compose.ts'

/** Compiles a letter in each language; the answer gives that of a reader. Throws what `render` throws. */
export async function compileInAllLanguages(
  render: (language: InterfaceLanguage) => Promise<MailParts>,
): Promise<(language: InterfaceLanguage) => CompiledMail> {
  const [usual, ...others] = interfaceLanguages()
  const first = compileMail(await render(usual))
  const mails = new Map<InterfaceLanguage, CompiledMail>([[usual, first]])
  for (const language of others) mails.set(language, compileMail(await render(language)))
  return language => mails.get(language) ?? first
}
