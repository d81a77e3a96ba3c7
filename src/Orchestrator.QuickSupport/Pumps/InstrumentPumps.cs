using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Pumps.Files;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>
/// Makes the pump of each channel that the session opens: screen, input and clipboard through the capture plugin, files through the allowed folders.
/// </summary>
/// <param name="capture">Started, behind its gateway; null where this system has none.</param>
/// <param name="files">The allowed folders.</param>
/// <param name="counters">Of the run.</param>
/// <param name="note">Tells the session that text went through a clipboard.</param>
/// <param name="screenChanged">Told when the screen can be seen, or no longer, and of the plugin's fault where one is why.</param>
/// <param name="time">The only clock.</param>
internal sealed class InstrumentPumps(
    ICapture? capture, OperatorFiles files, PumpCounters counters, Action<HostCommands.NoteClipboard> note, Action<ScreenStatus, PluginFault?> screenChanged, TimeProvider time) : IChannelPumps
{
    private readonly LayoutClock _layouts = new();
    private readonly CutTextProgress _cutTexts = new();

    /// <inheritdoc/>
    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, string? path) => (capability, capture) switch
    {
        (Capability.ViewScreen, { } screen) => new ScreenPump(screen, _layouts, counters, screenChanged, time),
        (Capability.ControlInput, { } screen) => new ControlPump(screen, _layouts, _cutTexts, counters, time),
        (Capability.ClipboardTo, { } screen) => new ClipboardPump(screen, (clipboard, pipe, gate, stop) =>
            new ClipboardReceiver(clipboard, gate, _cutTexts, (text, written) => Note(channel, written ? text : null)).RunAsync(pipe, stop)),
        (Capability.ClipboardFrom, { } screen) => new ClipboardPump(screen, (clipboard, pipe, gate, stop) =>
            new ClipboardWatcher(clipboard, gate, time, text => Note(channel, text)).RunAsync(pipe, stop)),
        (Capability.SendFile, _) when file is not null && path is not null => new ReceiveFilePump(files, file, path),
        (Capability.FetchFile, _) when file is not null && path is not null => new SendFilePump(files, file, path),
        _ => throw new InvalidOperationException($"There is nothing here that serves {capability.Name()}."),
    };

    private void Note(ChannelId channel, string? text)
    {
        if (text is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(text);
        note(new HostCommands.NoteClipboard(channel, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }
}
