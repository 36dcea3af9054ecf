// Chinese as Taiwan writes it, as the patterns of the check read Chinese: Simplified characters and the mainland's words. Nobody is shown what
// comes of it. Pure.
import { toSimplified } from '../../core/chinese-script.ts'
import { madeOnce } from '../../core/made-once.ts'
import type { TranslatedText } from '../../core/types.ts'

/** Taiwan's words, in Simplified characters, each before the mainland's. */
const taiwanese: readonly string[] = [
  '雪梨 悉尼,纽西兰 新西兰,义大利 意大利,南韩 韩国,北韩 朝鲜,沙乌地阿拉伯 沙特,沙国 沙特,杜拜 迪拜,奈及利亚 尼日利亚,肯亚 肯尼亚,尼德兰 荷兰',
  '矽谷 硅谷,休士顿 休斯顿,蒙特娄 蒙特利尔,邦加罗尔 班加罗尔,伊斯坦堡 伊斯坦布尔,维吉尼亚 弗吉尼亚,麻萨诸塞 马萨诸塞',
  '奥勒冈 俄勒冈,亚历桑那 亚利桑那,密西根 密歇根,德克萨斯 得克萨斯,乔治亚 佐治亚,史丹佛 斯坦福,柏克莱 伯克利,卡内基美隆 卡内基梅隆',
  '川普 特朗普,祖克柏 扎克伯格,贝佐斯 贝索斯,贾伯斯 乔布斯,皮蔡 皮查伊,阿特曼 奥特曼,辉达 英伟达,空中巴士 空客,福斯 大众,宾士 奔驰,易利信 爱立信',
  '美国太空总署 美国宇航局,太空总署 宇航局,联准会 美联储,欧盟执委会 欧盟委员会,食品药物管理局 食药监局,五角大厦 五角大楼',
  '位元组 字节,人工智慧 人工智能,毋须 无须,毋需 无需,礼拜 星期,台币 新台币,新台币 新台币,网际网路 互联网,网路 网络,行动电话 手机,执行长 首席执行官',
]

const mainlandWords = madeOnce(() => {
  const pairs = taiwanese
    .flatMap(line => line.split(','))
    .map(entry => {
      const [word = '', mainland = ''] = entry.split(' ')
      return [word, mainland] as const
    })
    .sort(([a], [b]) => b.length - a.length)
  return { of: new Map(pairs), pattern: new RegExp(pairs.map(([word]) => word).join('|'), 'gu') }
})

/** A Traditional line so. */
export function levelChinese(line: string): string {
  const { of, pattern } = mainlandWords()
  return (
    toSimplified(line)
      .replace(pattern, word => of.get(word) ?? word)
      // A trillion there, a million on the mainland; and the third quarter, 第三季.
      .replace(/(?<=[\d一二两三四五六七八九十百千] ?)兆(?![瓦赫位])/gu, '万亿')
      .replace(/第([一二三四1-4])季(?!度)/gu, '第$1季度')
      .replaceAll('〈', '《')
      .replaceAll('〉', '》')
  )
}

/** Title, summary and points so. */
export function levelChineseText({ title, summary, points }: TranslatedText): TranslatedText {
  return { title: levelChinese(title), summary: levelChinese(summary), points: points.map(levelChinese) }
}
