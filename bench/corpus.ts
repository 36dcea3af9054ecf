// Articles in English and Chinese that the bench writes itself: the same seed gives the same words. Used by the corpora of all steps.

/** Numbers in [0, 1) that look like chance. */
export type Chance = () => number

export type Language = 'en' | 'zh'

/** What an article is made of; `topic` is shared by the tellings of one story. */
export interface ArticleWish {
  readonly seed: number
  readonly topic: number
  readonly language: Language
  readonly paragraphs: number
}

export interface Prose {
  readonly title: string
  readonly paragraphs: readonly string[]
}

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/)

const englishWords = wordsOf(`
  the of to and a in that for is with on as it was by at from this are be which when not its more than after each
  service request cluster latency team storage node replica failure release system write read cost memory network load
  process version container queue schema index worker measure report design change result number week hour limit budget
  engineer operator client server answer message backup restore upgrade traffic region tenant policy quota signal trace
  because although however without between during before under across against while since until where whether
  found moved failed grew measured wrote replaced removed showed learned needed reached kept held doubled halved began
  slow quick careful plain steady early late shared single second third large small quiet regular unusual ordinary`)
const chineseWords = wordsOf(`
  的 了 在 是 和 也 就 都 与 而 我们 这个 可以 一个 没有 因为 所以 但是 如果 之后 之前 同时 已经 仍然
  服务 请求 集群 延迟 团队 存储 节点 副本 故障 版本 系统 写入 读取 成本 内存 网络 负载 进程 容器 队列 索引 任务
  测量 报告 设计 变化 结果 数量 小时 限制 预算 工程师 客户端 服务器 消息 备份 恢复 升级 流量 区域 租户 策略 配额
  发现 迁移 失败 增长 记录 替换 删除 显示 学习 需要 达到 保持 减少 开始 缓慢 快速 谨慎 简单 稳定 共享 常见 少见`)
const syllables = wordsOf('ka ro len mi ta vor sel du pra nix to bel or quin sa fer lum ge zan pol ri wex ha dro')
const characters = wordsOf(
  '澜 岚 珂 屿 峰 川 泽 岩 溪 枫 柏 桐 樱 棠 芷 蔚 晖 霁 霖 霄 曜 辰 星 瀚 沧 溟 津 渡 桥 港 塔 堡 钟 砚 墨 弦 笙 鹭 鲸 鹿 雁 隼',
)

/** A seeded generator (mulberry32). */
export function createChance(seed: number): Chance {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick(words: readonly string[], chance: Chance): string {
  return words[Math.floor(words.length * chance())] ?? ''
}

/** The first words come most, as in any language (Zipf). */
function pickCommon(words: readonly string[], chance: Chance): string {
  return words[Math.floor(words.length ** chance()) - 1] ?? ''
}

/** The names that only articles on one topic use. */
function namesOf(topic: number, language: Language): readonly string[] {
  const chance = createChance(topic * 2 + (language === 'zh' ? 1 : 0) + 7_000_000)
  const parts = language === 'zh' ? characters : syllables
  return Array.from({ length: 10 }, () => `${pick(parts, chance)}${pick(parts, chance)}${pick(parts, chance)}`)
}

/** Writes an article: a quarter of its words are its topic's own. */
export function writeArticle({ seed, topic, language, paragraphs }: ArticleWish): Prose {
  const chance = createChance(seed)
  const names = namesOf(topic, language)
  const common = language === 'zh' ? chineseWords : englishWords
  const phrase = (length: number): string =>
    Array.from({ length }, () => (chance() < 0.25 ? pick(names, chance) : pickCommon(common, chance))).join(
      language === 'zh' ? '' : ' ',
    )
  const sentence = (): string => {
    const [first, second] = [phrase(4 + Math.floor(chance() * 6)), phrase(4 + Math.floor(chance() * 8))]
    return language === 'zh' ? `${first}，${second}。` : `${first.charAt(0).toUpperCase()}${first.slice(1)}, ${second}.`
  }
  const paragraph = (): string =>
    Array.from({ length: 3 + Math.floor(chance() * 4) }, sentence).join(language === 'zh' ? '' : ' ')
  const title = `${names.slice(0, 3).join(language === 'zh' ? '' : ' ')}${language === 'zh' ? '' : ' '}${phrase(5)}`
  return { title, paragraphs: Array.from({ length: paragraphs }, paragraph) }
}
