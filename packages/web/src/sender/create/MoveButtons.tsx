import { Button } from '@digdir/designsystemet-react';
import { Icon } from '../../components/Icon/Icon.tsx';

interface MoveButtonsProps {
  place: number;
  count: number;
  up: string;
  down: string;
  onMove: (to: number) => void;
}

/** Moves an item of a list by keyboard or mouse; beside it, it can be dragged. */
export function MoveButtons({ place, count, up, down, onMove }: MoveButtonsProps) {
  if (count < 2) return null;
  const button = (label: string, to: number, way: 'up' | 'down') => (
    <Button
      icon
      variant="tertiary"
      data-color="neutral"
      data-size="sm"
      className="segl-move"
      data-way={way}
      aria-label={label}
      aria-disabled={to < 0 || to >= count || undefined}
      onClick={() => {
        if (to >= 0 && to < count) onMove(to);
      }}
    >
      <Icon name="down" />
    </Button>
  );
  return (
    <>
      {button(up, place - 1, 'up')}
      {button(down, place + 1, 'down')}
    </>
  );
}
