using System.Text;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

/// <summary>
/// The text that this clipboard gives to others while it owns the selection. A long text goes in parts (INCR, ICCCM 2.7.2):
/// each time the other side has deleted the property, the next part is written.
/// </summary>
internal sealed class SelectionOffer(XLink link, ClipboardWindow window, ClipboardAtoms atoms)
{
    /// <summary>Longest text given at once, and the length of a part: what every server takes in one request.</summary>
    public const int PartLength = 64 * 1024;

    /// <summary>Transfers at once; when one more comes, the oldest, whose reader has likely gone, is given up.</summary>
    private const int MostTransfers = 4;

    private readonly Lock gate = new();
    private readonly List<Transfer> transfers = [];
    private byte[]? utf8;

    /// <summary>The text on offer; null when another program owns the clipboard, even if its event is still on the way.</summary>
    public string? Text
    {
        get
        {
            lock (gate)
                return utf8 is null || !IsOwner() ? null : Encoding.UTF8.GetString(utf8);
        }
    }

    /// <summary>Takes the selection; false when the server gave it to somebody else.</summary>
    public bool TryOffer(byte[] text)
    {
        lock (gate)
        {
            Xcb.SetSelectionOwner(link.Connection, window.Id, atoms.Clipboard, 0);
            utf8 = IsOwner() ? text : null;
            return utf8 is not null;
        }
    }

    /// <summary>Another program took the selection. On the event thread.</summary>
    public void Lose()
    {
        lock (gate)
        {
            // The event may be older than an offer made meanwhile.
            if (!IsOwner())
                utf8 = null;
        }
    }

    /// <summary>Answers a program that wants the text. On the event thread.</summary>
    public void Answer(in SelectionRequestEvent request)
    {
        lock (gate)
        {
            var property = request.Property == 0 ? request.Target : request.Property;
            window.Notify(request, utf8 is not null && Give(request.Requestor, property, request.Target) ? property : 0);
            link.Flush();
        }
    }

    /// <summary>A reader took a part. On the event thread.</summary>
    public void GoOn(in PropertyEvent change)
    {
        if (change.State != PropertyEvent.Deleted)
            return;
        var (reader, property) = (change.Window, change.Atom);
        lock (gate)
        {
            var transfer = transfers.Find(one => one.Window == reader && one.Property == property);
            if (transfer is null)
                return;
            var part = transfer.NextPart();
            window.Write(reader, property, transfer.Type, part);
            if (part.IsEmpty)
                End(transfer);
            link.Flush();
        }
    }

    /// <summary>A reader's window went away. On the event thread.</summary>
    public void Forget(uint reader)
    {
        lock (gate)
            transfers.RemoveAll(transfer => transfer.Window == reader);
    }

    private bool Give(uint reader, uint property, uint target)
    {
        if (target == atoms.Targets)
        {
            window.Write(reader, property, ClipboardAtoms.Atom, [atoms.Targets, atoms.Utf8, atoms.PlainUtf8, ClipboardAtoms.Latin1]);
            return true;
        }

        if (target == ClipboardAtoms.Latin1)
            return GiveBytes(reader, property, target, Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(utf8!)));
        return (target == atoms.Utf8 || target == atoms.PlainUtf8) && GiveBytes(reader, property, target, utf8!);
    }

    private bool GiveBytes(uint reader, uint property, uint type, byte[] bytes)
    {
        if (bytes.Length <= PartLength)
        {
            window.Write(reader, property, type, bytes);
            return true;
        }

        if (transfers.Count == MostTransfers)
            End(transfers[0]);
        window.Watch(reader, true);
        transfers.Add(new Transfer(reader, property, type, bytes));
        window.Write(reader, property, atoms.Incremental, [(uint)bytes.Length]);
        return true;
    }

    private void End(Transfer transfer)
    {
        transfers.Remove(transfer);
        if (!transfers.Exists(other => other.Window == transfer.Window))
            window.Watch(transfer.Window, false);
    }

    private bool IsOwner() =>
        link.Wait<NumberReply>(Xcb.GetSelectionOwner(link.Connection, atoms.Clipboard))?.Number == window.Id;

    private sealed class Transfer(uint window, uint property, uint type, ReadOnlyMemory<byte> rest)
    {
        public uint Window => window;

        public uint Property => property;

        public uint Type => type;

        /// <summary>The next part; empty once, after the last.</summary>
        public ReadOnlySpan<byte> NextPart()
        {
            var part = rest[..Math.Min(PartLength, rest.Length)];
            rest = rest[part.Length..];
            return part.Span;
        }
    }
}
