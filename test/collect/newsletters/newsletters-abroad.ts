// Newsletters of further mailers and languages: listmonk in German, Brevo in French, one in Japanese, and one whose words give nothing away.
import { aMail, type Maker } from './newsletters.ts'

const listmonk: Maker = ({ on, story, me, click }) => {
  const own = (path: string): string => on('listen.kernel.example', path)
  const [campaign, reader] = ['0a1b2c3d-1111-4222-8333-444455556666', '7e6f5a4b-1111-4222-8333-444455556666']
  const link = (name: string): string => own(`/link/${name}/${campaign}/${reader}`)
  return {
    stories: {
      [story('/de/scheduler')]: 'Der neue Scheduler im Alltag',
      [story('/de/zfs')]: 'ZFS nach zwanzig Jahren',
    },
    raw: aMail({
      from: 'Kernbrief <brief@kernel.example>',
      subject: 'Kernbrief 12',
      html: `<p><a href="${me(own(`/campaign/${campaign}/${reader}`))}">Im Browser ansehen</a> · Wird dieser Brief nicht richtig angezeigt, klicken Sie <a href="${me(own('/l/9?x=77'))}">hier</a>.</p>
<h2><a href="${click(link('11111111-1111-4222-8333-444455556666'), `${story('/de/scheduler')}?utm_source=listmonk`)}">Der neue Scheduler im Alltag</a></h2><p>Was sich auf kleinen Rechnern ändert.</p>
<h2>ZFS nach zwanzig Jahren</h2><p>Ein Rückblick mit Zahlen und ein paar Narben.</p><p><a href="${story('/de/zfs')}">Weiterlesen</a></p>
<p><a href="${me(own('/g/12?x=77'))}">An Freunde weiterleiten</a> <a href="${me(own('/b/12?x=77'))}">Anmeldung bestätigen</a></p>
<p><a href="${me(own('/e/12?x=77'))}">Einstellungen ändern</a> oder <a href="${me(own(`/subscription/${campaign}/${reader}`))}">vom Newsletter abmelden</a></p>`,
    }),
  }
}

const brevo: Maker = ({ on, story, me, click }) => {
  const own = (path: string): string => on('r.lettre.example', path)
  return {
    stories: { [story('/fr/pages')]: 'Pages statiques, coûts réels' },
    raw: aMail({
      from: 'La Lettre <lettre@lettre.example>',
      subject: 'La Lettre n° 7',
      html: `<p>Ce message s’affiche mal ? <a href="${me(own('/mk/mr/AbCdEf'))}">Voir la version en ligne</a></p>
<h3><a href="${click(own('/mk/cl/f/sh/AbCdEf/1'), story('/fr/pages'))}">Pages statiques, coûts réels</a></h3><p>Trois ans d’hébergement, facture par facture.</p>
<p><a href="${me(own('/a/1'))}">Transférer à un ami</a> · <a href="${me(own('/a/2'))}">Parrainer un ami</a> · <a href="${me(own('/a/3'))}">Gérer mes préférences</a></p>
<p>Pour ne plus recevoir cette lettre, <a href="${me(own('/a/4'))}">cliquez ici</a>. <a href="${me(own('/a/5'))}">Se désinscrire</a></p>`,
    }),
  }
}

const japanese: Maker = ({ on, story, me }) => {
  const own = (path: string): string => on('mag.dokusho.example', path)
  return {
    stories: { [story('/ja/raft')]: '合意アルゴリズムを読み直す', [story('/ja/sqlite')]: 'SQLiteを本番で使う' },
    raw: aMail({
      from: '技術読書 <mag@dokusho.example>',
      subject: '技術読書 第40号',
      html: `<p>メールが正しく表示されない場合は<a href="${me(own('/v/40'))}">こちら</a></p>
<h3><a href="${story('/ja/raft')}">合意アルゴリズムを読み直す</a></h3><p>論文と実装の間にあるもの。</p>
<h3>SQLiteを本番で使う</h3><p>一台で足りる仕事は思うより多い。</p><p><a href="${story('/ja/sqlite')}">続きを読む</a></p>
<p><a href="${me(own('/s/1'))}">登録情報の変更</a>｜<a href="${me(own('/s/2'))}">友達に紹介</a>｜<a href="${me(own('/s/3'))}">ブラウザで見る</a></p>
<p><a href="${me(own('/s/4'))}">配信停止はこちら</a></p>`,
    }),
  }
}

const neutral: Maker = ({ on, story, me }) => {
  const own = (path: string): string => on('mail.quiet.example', path)
  return {
    stories: { [story('/quiet')]: 'A quiet year for compilers' },
    raw: aMail({
      from: 'Quiet <quiet@quiet.example>',
      subject: 'Quiet 3',
      html: `<p><a href="${story('/quiet')}">A quiet year for compilers</a></p>
${[
  '/abmelden/3?x=1',
  '/desinscription/9a',
  '/mail/list?cmd=off&id=3',
  '/newsletter/view/3a9?m=2',
  '/3?vote=5',
  '/?na=u&nk=88-ab',
  '/options/quiet/news+tag--at--reader.example',
  '/haishin-teishi?x=3',
  '/#/portal/account',
  '/mypage?id=7',
]
  .map((path, at) => `<p><a href="${me(own(path))}">One more thing worth knowing ${at}</a></p>`)
  .join('\n')}
<p><a href="${me(on('us9.list-manage.com', '/about?u=1&e=9'))}">Who makes these letters week by week</a></p>`,
    }),
  }
}

/** As the others. */
export const makersAbroad: Readonly<Record<string, Maker>> = {
  'listmonk in German': listmonk,
  'Brevo in French': brevo,
  'one in Japanese': japanese,
  'one whose words give nothing away': neutral,
}
