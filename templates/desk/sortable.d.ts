// Of SortableJS, as far as drag.js uses it; the server gives out the package's own module under this name.
interface DragEnd {
  readonly item: HTMLElement
  readonly to: HTMLElement
}

interface SortableOptions {
  readonly group: string
  readonly handle: string
  readonly draggable: string
  readonly forceFallback: boolean
  readonly ghostClass: string
  readonly onChoose: (drag: DragEnd) => void
  readonly onEnd: (drag: DragEnd) => void
}

declare const Sortable: new (list: HTMLElement, options: SortableOptions) => object
export default Sortable
