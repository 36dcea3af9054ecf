// Puts tellings of one matter together: `node examples/one-story.ts`. Two of these three tell the same.
import { groupStories } from '../src/library.ts'

const articles = [
  {
    id: 'harbour',
    title: 'Harbourline 2.4 fixes the lease bug CVE-2026-31337',
    text: 'Harbourline 2.4 is out today. It fixes CVE-2026-31337, a bug by which two leaders could hold one lease. Upgrade at once.',
    source: 'https://harbour.example/',
  },
  {
    id: 'observer',
    title: 'Two leaders, one lease: Harbourline mends CVE-2026-31337',
    text: 'Harbourline mends CVE-2026-31337 in version 2.4. For eleven months two leaders could hold one lease at the same time.',
    source: 'https://observer.example/',
  },
  {
    id: 'bread',
    title: 'Why bread goes stale faster in the refrigerator',
    text: 'Starch crystallises at four degrees more quickly than at twenty. Freeze bread, or keep it in a box of wood.',
    source: 'https://kitchen.example/',
  },
]
for (const { ids } of groupStories(articles)) console.log(ids.join(' + '))
