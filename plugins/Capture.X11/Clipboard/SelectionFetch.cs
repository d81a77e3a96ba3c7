using System.Text;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

/// <summary>One read of another program's text: asks for UTF-8, then Latin-1, and takes the answer whole or in parts (INCR).</summary>
internal sealed class SelectionFetch(XLink link, ClipboardWindow window, ClipboardAtoms atoms, int mostBytes)
{
    private readonly uint property = atoms.NextProperty();
    private readonly TaskCompletionSource<string?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint target = atoms.Utf8;
    private List<byte>? parts;

    /// <summary>The text; null when the owner has none, refuses, or has too much.</summary>
    public Task<string?> Text => done.Task;

    /// <summary>Asks the owner.</summary>
    public void Ask()
    {
        Xcb.ConvertSelection(link.Connection, window.Id, atoms.Clipboard, target, property, 0);
        link.Flush();
    }

    /// <summary>Ends without text.</summary>
    public void GiveUp() => done.TrySetResult(null);

    /// <summary>The owner answered. On the event thread.</summary>
    public void Answered(in SelectionNotifyEvent answer)
    {
        if (answer.Target != target || parts is not null)
            return;
        if (answer.Property == 0)
            AskForLatin1();
        else if (answer.Property == property)
            TakeAnswer();
    }

    /// <summary>A property of the window changed: perhaps the next part. On the event thread.</summary>
    public void Changed(in PropertyEvent change)
    {
        if (parts is null || change.State != PropertyEvent.Written || change.Atom != property)
            return;
        var part = window.Take(property, mostBytes);
        if (part is not { } taken || parts.Count + taken.Bytes.Length > mostBytes)
            GiveUp();
        else if (taken.Bytes.Length == 0)
            Finish(taken.Type, [.. parts]);
        else
            parts.AddRange(taken.Bytes);
    }

    private void AskForLatin1()
    {
        if (target == ClipboardAtoms.Latin1)
        {
            GiveUp();
            return;
        }

        target = ClipboardAtoms.Latin1;
        Ask();
    }

    private void TakeAnswer()
    {
        if (window.Take(property, mostBytes) is not { } answer)
            GiveUp();
        else if (answer.Type == atoms.Incremental)
            parts = [];
        else
            Finish(answer.Type, answer.Bytes);
    }

    private void Finish(uint type, byte[] bytes)
    {
        var text = (type == ClipboardAtoms.Latin1 ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes);
        done.TrySetResult(Encoding.UTF8.GetByteCount(text) > mostBytes ? null : text);
    }
}
