import { useState, type DragEvent, type HTMLAttributes } from 'react';

/** Dragging the items of a list by a mouse; buttons do the same by keyboard. */
export function useDrag(onMove: (from: number, to: number) => void) {
  const [from, setFrom] = useState<number>();
  return (place: number): HTMLAttributes<HTMLElement> & { 'data-dragged': true | undefined } => ({
    draggable: true,
    'data-dragged': from === place || undefined,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = 'move';
      setFrom(place);
    },
    onDragEnd: () => setFrom(undefined),
    onDragOver: (event: DragEvent) => {
      if (from !== undefined) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (from === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setFrom(undefined);
      if (from !== place) onMove(from, place);
    },
  });
}
