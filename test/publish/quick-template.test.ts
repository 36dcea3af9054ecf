// What renders quickly renders as LiquidJS alone does, and fails as it does.
import fc from 'fast-check'
import { Liquid, LiquidError, RenderError, type Template, toValueSync } from 'liquidjs'
import { expect, test } from 'vitest'
import { quicken, quickenRenderer } from '../../src/publish/quick-template.ts'

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, sign => signs[sign] ?? sign)

const parts = {
  'part.html': '({{ a }}{% if a %}+{{ b.c }}{% endif %})',
  'frame.html': '<{% block x %}{{ a }}{% endblock %}>',
}

function engineOf(isHtml: boolean, isQuick: boolean): Liquid {
  const parsed = new Map<string, Template[] | Promise<Template[]>>()
  const quickly = (nodes: Template[]): void => quicken(nodes, isHtml ? escape : null)
  const engine = new Liquid({
    templates: parts,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    ...(isHtml ? { outputEscape: 'escape' as const } : {}),
    cache: {
      read: key => parsed.get(key),
      write: (key, nodes) => {
        if (isQuick && Array.isArray(nodes)) quickly(nodes)
        parsed.set(key, nodes)
      },
      remove: () => undefined,
    },
  })
  if (isQuick)
    quickenRenderer(engine.renderer, {
      settle: answer => toValueSync(answer),
      explain: (error, node) =>
        LiquidError.is(error) || !(error instanceof Error) ? error : new RenderError(error, node),
    })
  return engine
}

function outcomeOf(text: string, scope: object, isHtml: boolean, isQuick: boolean): string {
  const engine = engineOf(isHtml, isQuick)
  try {
    const nodes = engine.parse(text)
    if (isQuick) quicken(nodes, isHtml ? escape : null)
    return String(engine.renderSync(nodes, scope))
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

const texts = [
  '{{ a }}',
  'x {{- b.c -}} y',
  '{{ a.size }} {{ b["c"] }} {{ a[0] }} {{ a.first }}',
  '{{ a | raw }}{{ a | upcase }}{{ "|" }}{{ 12 }}{{ true }}{{ nil }}',
  '{% if a %}yes {{ a }}{% else %}no{% endif %}',
  '{% if a != "" %}1{% elsif b.c > 0 %}2{% elsif a == b.c %}3{% endif %}',
  '{% if a == empty %}e{% endif %}{% if a == blank %}b{% endif %}{% if a == true %}t{% endif %}{% if a == nil %}n{% endif %}',
  '{% if a.size > 0 %}{% for each in a %}{% unless forloop.first %}, {% endunless %}{{ each }}{% if forloop.last %}.{% endif %}{% endfor %}{% endif %}',
  '{% if a and b.c %}1{% endif %}{% if a or b.c %}2{% endif %}{% if a or b.c and a == "" %}3{% endif %}{% if not a %}4{% endif %}',
  '{% if a contains "<" %}1{% endif %}{% if a >= 1 %}2{% endif %}{% if a | size %}3{% endif %}',
  '{% for each in b.list %}{% if each == 2 %}{% continue %}{% endif %}{% if each == 4 %}{% break %}{% endif %}{{ each }}{% else %}none{% endfor %}',
  '{% assign c = a %}{% capture d %}{{ c }}!{% endcapture %}{{ d }}',
  "{% render 'part.html', a: a, b: b %}{% render 'part.html', a: b.c, b: b %}",
  "{% layout 'frame.html' %}{% block x %}{% if a %}{{ b.c }}{% endif %}{% endblock %}",
  '{% for each in b.list %}{% for other in b.list %}{% if other == 2 %}{% break %}{% endif %}{{ each }}{{ other }}{% endfor %};{% endfor %}',
  '{% for each in b.list limit: 2 %}{% case each %}{% when 1 %}one{% else %}{{ each | missing }}{% endcase %}{% endfor %}',
  '{% for each in a %}{{ each }}{% else %}{% if b.c > 0 %}{{ b.c }}{% endif %}{% endfor %}{% if a > -1 %}1{% endif %}{% if a > 0 %}2{% endif %}',
  '{% for each in missing %}{{ each }}{% endfor %}',
  "{% for each in b.list reversed %}{% render 'part.html', a: each, b: b %}{% break %}{% endfor %}{% capture d %}{{ missing }}{% endcapture %}",
  '{{ missing }}',
  '{% if missing %}1{% endif %}',
  'a\n{% if b.missing == 1 or a %}1{% endif %}',
]

const value = fc.oneof(
  fc.constantFrom(
    '',
    'text',
    '<a href="x">&\'',
    '容器 “云”',
    0,
    1,
    1.5,
    null,
    undefined,
    true,
    false,
    [],
    ['<', 1, null],
  ),
  fc.string(),
  fc.record({ size: fc.constantFrom(0, 2, '3') }),
  fc.date({ noInvalidDate: true }),
)

test.each(texts)('%s', text => {
  fc.assert(
    fc.property(value, value, fc.boolean(), (a, c, isHtml) => {
      const scope = { a, b: { c, list: [1, 2, 3, 4, 5] } }
      expect(outcomeOf(text, scope, isHtml, true)).toBe(outcomeOf(text, scope, isHtml, false))
    }),
  )
})

test('a plain value is not handed to LiquidJS', () => {
  const nodes = new Liquid({ strictVariables: true }).parse('{{ a.b }}')
  quicken(nodes, null)
  const written: unknown[] = []
  const scope = { findScope: () => ({}), readProperty: (_thing: unknown, name: string) => name }
  const answers = nodes.map(node =>
    (node.render as (context: unknown, emitter: object) => unknown)(scope, {
      write: (text: unknown) => written.push(text),
    }),
  )
  expect({ written, answers }).toEqual({ written: ['b'], answers: [undefined] })
})
