using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face.Screen;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Face;

/// <summary>
/// What the operator's keys mean outside a prompt: stop keys, and the one line that may be typed (name, six digits, chat). Guarded by the face's lock.
/// </summary>
internal sealed class OperatorKeys(TerminalFaceOptions options)
{
    private const int LineCharacters = 200;

    private bool _nameGiven;
    private bool _inChat;
    private string _typed = "";
    private EntryKind _typedFor;
    private string _remark = "";

    /// <summary>Null before the run is up.</summary>
    public OperatorDesk? Desk { get; set; }

    /// <summary>Null before there is a session.</summary>
    public OperatorView? View { get; set; }

    /// <summary>What is being typed now. The digits wait for the name: a line that changed its meaning in the middle of a word would make its letters stop keys.</summary>
    private EntryKind Entry => View switch
    {
        { State.Phase: SessionPhase.Waiting or SessionPhase.Joined } when !_nameGiven => EntryKind.Name,
        { Sas: true } => EntryKind.Sas,
        { State.Phase: SessionPhase.Open } when _inChat => EntryKind.Chat,
        _ => EntryKind.None,
    };

    /// <summary>True when this key may have come from the technician's injected input.</summary>
    private bool MayBeInjected => Desk?.Counters.SinceInjection is { } since && since < options.InjectionShadow;

    /// <summary>Takes one key.</summary>
    public void Press(TerminalKey key)
    {
        if (Desk is not { } desk)
            return;
        var mayBeInjected = MayBeInjected;
        if (!mayBeInjected)
            desk.Controls.Touch();
        if (key.Kind == KeyKind.Interrupt)
            desk.Controls.End();
        else if (Entry is EntryKind.Name or EntryKind.Chat && !mayBeInjected)
            Type(key, desk);
        else if (!Stop(key, desk) && !mayBeInjected)
            Start(key, desk);
        _remark = mayBeInjected && Entry == EntryKind.None ? "While the technician types, only keys that take something back count here." : "";
    }

    /// <summary>What is being typed, on the screen.</summary>
    public ScreenModel Apply(ScreenModel model)
    {
        Forget();
        return model with
        {
            Notice = _remark.Length > 0 ? _remark : model.Notice,
            Entry = Entry switch
            {
                EntryKind.Sas => ("Type the six digits that the technician reads out, then Enter:", _typed),
                EntryKind.Name => ("Your name, for the record, then Enter:", _typed),
                EntryKind.Chat => ("To the technician (Enter sends, Esc leaves):", _typed),
                _ => null,
            },
        };
    }

    /// <summary>What was typed for one line isn't taken for another.</summary>
    private void Forget()
    {
        if (_typedFor != Entry)
            (_typedFor, _typed) = (Entry, "");
    }

    /// <summary>Keys that only take back: always, whoever pressed them.</summary>
    private bool Stop(TerminalKey key, OperatorDesk desk)
    {
        if (key.Is('r'))
            desk.Controls.RevokeAll();
        else if (key.Is('e'))
            desk.Controls.End();
        else if (key.Is('p') && View?.State.Paused != true)
            desk.Controls.Pause();
        else
            return false;
        return true;
    }

    private void Start(TerminalKey key, OperatorDesk desk)
    {
        if (Entry == EntryKind.Sas)
            Type(key, desk);
        else if (key.Is('p'))
            desk.Controls.Resume();
        else if (key.Is('c') && View?.State.Phase == SessionPhase.Open)
            _inChat = true;
    }

    private void Type(TerminalKey key, OperatorDesk desk)
    {
        Forget();
        switch (key.Kind)
        {
            case KeyKind.Backspace:
                _typed = _typed[..Math.Max(0, _typed.Length - 1)];
                break;
            case KeyKind.Escape:
                (_typed, _inChat) = ("", false);
                break;
            case KeyKind.Text when Entry == EntryKind.Sas:
                _typed += key.IsDigit && _typed.Length < 6 ? key.Text : "";
                break;
            case KeyKind.Text when _typed.Length < LineCharacters:
                _typed += key.Text;
                break;
            case KeyKind.Enter:
                Submit(desk);
                break;
        }
    }

    private void Submit(OperatorDesk desk)
    {
        var line = _typed.Trim();
        switch (Entry)
        {
            case EntryKind.Sas when line.Length == 6:
                desk.Controls.TypeSas(line);
                break;
            case EntryKind.Name when line.Length > 0:
                _nameGiven = true;
                desk.Controls.StateName(line, desk.OsAccount);
                break;
            case EntryKind.Chat:
                _inChat = false;
                if (line.Length > 0)
                    desk.Controls.Chat(line);
                break;
            default:
                return;
        }

        _typed = "";
    }

    private enum EntryKind
    {
        None,
        Sas,
        Name,
        Chat,
    }
}
