using Orchestrator.Testbed.Instrument.Drawing;
using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>
/// Turns pointer and keys into actions. A button acts when it is released where it was pressed. While the error dialog is open it is
/// modal: nothing else takes clicks. Not thread-safe: called under the instrument's lock.
/// </summary>
internal sealed class ScreenInput(ScreenGeometry geometry, IInstrumentControls controls)
{
    private const int LeftButton = 1;
    private const int WheelUp = 8;
    private const int WheelDown = 16;
    private int _buttons;
    private (UiTarget Target, int Index) _pressed;

    internal UiState State { get; set; } = new();

    internal NotesKeys Notes { get; } = new();

    internal void Pointer(int x, int y, int buttons, InstrumentView view)
    {
        var pressedNow = buttons & ~_buttons;
        var releasedNow = _buttons & ~buttons;
        _buttons = buttons;
        if ((pressedNow & LeftButton) != 0)
        {
            _pressed = Hit(x, y, view);
            State = State with { Pressed = _pressed.Target, NotesFocused = _pressed.Target == UiTarget.Notes };
        }

        if ((releasedNow & LeftButton) != 0)
        {
            var target = Hit(x, y, view);
            State = State with { Pressed = UiTarget.None };
            if (target == _pressed)
                Act(target.Target, target.Index, view);
        }

        if ((pressedNow & (WheelUp | WheelDown)) != 0 && ScreenGeometry.Holds(geometry.Steps, x, y))
        {
            var first = geometry.FirstStep(State.FirstStep, view.Done, view.Steps.Length) + ((pressedNow & WheelUp) != 0 ? -3 : 3);
            State = State with { FirstStep = geometry.FirstStep(first, view.Done, view.Steps.Length) };
        }
    }

    internal void Key(uint keysym, bool down, ref string? clipboard)
    {
        var text = Notes.Press(keysym, down, State.Notes, ref clipboard, State.NotesFocused);
        State = State with { Notes = text };
    }

    private (UiTarget Target, int Index) Hit(int x, int y, InstrumentView view)
    {
        if (view.State == RunState.Stopped)
        {
            if (ScreenGeometry.Holds(geometry.Retry, x, y))
                return (UiTarget.Retry, 0);
            return (ScreenGeometry.Holds(geometry.Abort, x, y) ? UiTarget.Abort : UiTarget.None, 0);
        }

        if (State.OpenMenu is { } open)
        {
            for (var item = 0; item < ScreenGeometry.Menus[open].Items.Length; item++)
            {
                if (ScreenGeometry.Holds(ScreenGeometry.MenuItem(open, item), x, y))
                    return (UiTarget.MenuItem, item);
            }
        }

        for (var menu = 0; menu < ScreenGeometry.Menus.Length; menu++)
        {
            if (ScreenGeometry.Holds(ScreenGeometry.Menu(menu), x, y))
                return (UiTarget.Menu, menu);
        }

        if (ScreenGeometry.Holds(geometry.Start, x, y))
            return (UiTarget.Start, 0);
        if (ScreenGeometry.Holds(geometry.Notes, x, y))
            return (UiTarget.Notes, 0);
        var row = RowAt(geometry.Steps, geometry.VisibleSteps, x, y);
        var step = row + geometry.FirstStep(State.FirstStep, view.Done, view.Steps.Length);
        if (row >= 0 && step < view.Steps.Length)
            return (UiTarget.StepRow, step);
        var file = RowAt(geometry.Worklists, geometry.VisibleWorklists, x, y);
        return file >= 0 && file < view.Worklists.Length ? (UiTarget.WorklistRow, file) : (UiTarget.None, 0);
    }

    private void Act(UiTarget target, int index, InstrumentView view)
    {
        var open = State.OpenMenu;
        State = State with { OpenMenu = null };
        switch (target)
        {
            case UiTarget.Retry:
                controls.Retry();
                break;
            case UiTarget.Abort:
                controls.Abort();
                break;
            case UiTarget.Start:
                controls.Start(State.SelectedWorklist);
                State = State with { SelectedStep = null, FirstStep = null };
                break;
            case UiTarget.Menu:
                State = State with { OpenMenu = open == index ? null : index };
                break;
            case UiTarget.StepRow:
                // A second click lets the list follow the run again.
                State = State.SelectedStep == index
                    ? State with { SelectedStep = null, FirstStep = null }
                    : State with { SelectedStep = index, FirstStep = geometry.FirstStep(State.FirstStep, view.Done, view.Steps.Length) };
                break;
            case UiTarget.WorklistRow:
                State = State with { SelectedWorklist = view.Worklists[index].Name };
                break;
        }
    }

    private static int RowAt(Abstractions.PixelRect panel, int rows, int x, int y)
    {
        for (var row = 0; row < rows; row++)
        {
            if (ScreenGeometry.Holds(ScreenGeometry.Row(panel, row), x, y))
                return row;
        }

        return -1;
    }
}
