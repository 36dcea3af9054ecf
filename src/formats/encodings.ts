// The encodings that documents name, and how each is decoded: those of TextDecoder, and code pages of DOS, which it lacks.
import { Buffer } from 'node:buffer'

/** The upper halves of the code pages of DOS; 866 is TextDecoder's own. (Unicode mapping tables, VENDORS/MICSFT/PC) */
const dosPages: ReadonlyMap<string, string> = new Map([
  [
    'ibm437',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    'ibm737',
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    'ibm775',
    'ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u00ad±“¾¶§÷„°∙·¹³²■\u00a0',
  ],
  [
    'ibm850',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
  [
    'ibm852',
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  ],
  [
    'ibm855',
    'ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u00adыЫзЗшШэЭщЩчЧ§■\u00a0',
  ],
  [
    'ibm857',
    'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ�ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ�×ÚÛÙìÿ¯´\u00ad±�¾¶§÷¸°¨·¹³²■\u00a0',
  ],
  [
    'ibm858',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
  [
    'ibm862',
    'אבגדהוזחטיךכלםמןנסעףפץצקרשת¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    'ibm865',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø₧ƒáíóúñÑªº¿⌐¬½¼¡«¤░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
])

/** The bytes as text; what the encoding does not have becomes U+FFFD. `encoding` is TextDecoder's name, or `ibm437` and the like. */
export function decodeAs(encoding: string, bytes: Uint8Array): string {
  const upperHalf = dosPages.get(encoding)
  if (upperHalf === undefined) return new TextDecoder(encoding).decode(bytes)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  return text.replace(/[\u0080-\u00ff]/g, byte => upperHalf.charAt(byte.charCodeAt(0) - 0x80))
}

/** The encoding that a label names, with the usual misspellings, in a spelling that `decodeAs` knows; null when nobody knows it. */
export function encodingOfLabel(label: string): string | null {
  const plain = label.trim().toLowerCase().replaceAll('_', '-')
  if (plain === 'utf-8') return plain
  // GB2312 and GBK are read as GB18030, their superset.
  if (/^(x-)?(gb-?2312|gbk|gb-?18030|(cp|ms|windows-)936|euc-cn|hz-gb-2312)/.test(plain)) return 'gb18030'
  const dos = /^(?:x-)?(?:ibm|cp|dos|ms|windows)?-?(\d{3})$/.exec(plain)?.[1] ?? ''
  if (dosPages.has(`ibm${dos}`)) return `ibm${dos}`
  const spellings = [
    label.trim(),
    plain,
    plain.replace(/^(cp|win|windows|ms|x-cp|x-win)-?(?=125\d$|874$)/, 'windows-'),
    plain.replace(/^(iso-?|latin-?)?8859-?(\d+).*$/, 'iso-8859-$2'),
    plain.replace(/^latin-?(?=\d)/, 'latin'),
    plain.replace(/^(x-)?(ibm|cp|dos|ms|windows)-?(?=866$)/, 'ibm'),
    plain.replace(/^(x-)?euc-?jp.*$/, 'euc-jp'),
    plain.replace(/^(x-)?(ms932|cp932|windows-932|s-?jis|shift-?jis).*$/, 'shift_jis'),
    plain.replace(/^(ms|cp|windows-)?(949|ks-?c-?5601.*|euc-?kr)$/, 'euc-kr'),
    plain.replace(/^(cp|ms|windows-)?950$|^big-?5.*$/, 'big5'),
    plain.replace(/^utf-?8.*$/, 'utf-8'),
    plain.replace(/^(x-)?mac-?roman$/, 'macintosh'),
    plain.replace(/^mac-?cyrillic$/, 'x-mac-cyrillic'),
  ]
  for (const spelling of spellings) {
    try {
      return new TextDecoder(spelling).encoding
    } catch {
      // Not a label of the Encoding Standard: the next spelling may be.
    }
  }
  return null
}
