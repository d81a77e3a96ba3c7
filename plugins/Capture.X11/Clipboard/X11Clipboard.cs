using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

/// <summary>
/// The CLIPBOARD selection as text. What is written here is given out by the event thread for as long as this object is
/// open; when it closes, the display has forgotten the text.
/// </summary>
internal sealed class X11Clipboard : IClipboardText
{
    /// <summary>The contract's bound, in bytes of UTF-8.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Time for the owner to answer: the contract's 2 s with something left for the way back.</summary>
    private static readonly TimeSpan FetchTime = TimeSpan.FromMilliseconds(1700);

    private readonly XLink link;
    private readonly TimeProvider time;
    private readonly ClipboardAtoms atoms;
    private readonly ClipboardWindow window;
    private readonly SelectionOffer offer;
    private readonly XEventThread events;
    private volatile SelectionFetch? fetch;

    public X11Clipboard(XLink link, TimeProvider time)
    {
        this.link = link;
        this.time = time;
        atoms = new ClipboardAtoms(link);
        window = new ClipboardWindow(link);
        offer = new SelectionOffer(link, window, atoms);
        events = new XEventThread(link, "X11 clipboard", TakeEvent, () => fetch?.GiveUp());
    }

    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (link.IsDead)
            return null;
        if (offer.Text is { } own)
            return own;
        var reading = new SelectionFetch(link, window, atoms, MostBytes);
        fetch = reading;
        try
        {
            reading.Ask();
            if (link.IsDead)
                return null;
            return await reading.Text.WaitAsync(FetchTime, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            fetch = null;
        }
    }

    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        var utf8 = Encoding.UTF8.GetBytes(text);
        return ValueTask.FromResult(utf8.Length <= MostBytes && !link.IsDead && offer.TryOffer(utf8));
    }

    public ValueTask DisposeAsync()
    {
        events.Dispose();
        link.Dispose();
        return ValueTask.CompletedTask;
    }

    private void TakeEvent(ReadOnlySpan<byte> content)
    {
        switch (EventCode.Of(content))
        {
            case EventCode.SelectionRequest:
                offer.Answer(MemoryMarshal.Read<SelectionRequestEvent>(content));
                break;
            case EventCode.SelectionClear:
                offer.Lose();
                break;
            case EventCode.SelectionNotify:
                fetch?.Answered(MemoryMarshal.Read<SelectionNotifyEvent>(content));
                break;
            case EventCode.PropertyNotify:
                var change = MemoryMarshal.Read<PropertyEvent>(content);
                if (change.Window == window.Id)
                    fetch?.Changed(change);
                else
                    offer.GoOn(change);
                break;
            case EventCode.DestroyNotify:
                offer.Forget(MemoryMarshal.Read<DestroyEvent>(content).Window);
                break;
        }
    }
}
