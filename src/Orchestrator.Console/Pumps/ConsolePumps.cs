using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians.Pumps;

/// <summary>
/// Makes the pump of each channel that the instrument opened for this console, and knows the ones that run: the screen goes into the shadow, input
/// and clipboard come from the technician, files come from and go to planned places.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Each pump belongs to its channel's actor, which disposes it.")]
internal sealed class ConsolePumps(Action<Notice> tell) : IConsolePumps
{
    private readonly ConcurrentDictionary<Capability, FilePlan> _plans = new();
    private readonly ConcurrentDictionary<ChannelId, IFilePump> _files = new();
    private volatile ControlPump? _control;
    private volatile ClipboardToPump? _clipboardTo;
    private volatile ViewPump? _view;

    /// <summary>The instrument's screen.</summary>
    public ShadowFramebuffer Screen { get; } = new();

    /// <summary>Counts the cut texts of the session: an input event names the last one before it.</summary>
    public CutTextCounter CutTexts { get; } = new();

    /// <summary>The newest text of the instrument's clipboard.</summary>
    public ClipboardText Clipboard { get; } = new();

    /// <summary>The view, while its channel is open.</summary>
    public ViewPump? View => _view is { IsOver: false } pump ? pump : null;

    /// <summary>Control, while its channel is open.</summary>
    public ControlPump? Control => _control is { IsOver: false } pump ? pump : null;

    /// <summary>The way to the instrument's clipboard, while its channel is open.</summary>
    public ClipboardToPump? ClipboardTo => _clipboardTo is { IsOver: false } pump ? pump : null;

    /// <summary>Says where the next file of this capability lies or goes. One question for each capability waits at a time, so the capability names it.</summary>
    public void Plan(Capability capability, FilePlan plan) => _plans[capability] = plan;

    /// <summary>The question was answered with no.</summary>
    public void Forget(Capability capability) => _plans.TryRemove(capability, out _);

    /// <summary>The instrument's word on files decides: it knows whether one is whole there.</summary>
    public void Happened(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionEvents.FileCompleted e when _files.TryRemove(e.Channel, out var file):
                file.Completed();
                break;
            case SessionEvents.FileFailed e when _files.TryRemove(e.Channel, out var file):
                file.Fail(e.Reason);
                break;
            case SessionEvents.ChannelClosed e when _files.TryRemove(e.Channel, out var file):
                file.Fail($"The channel was closed before the file was whole ({e.Reason}).");
                break;
        }
    }

    /// <inheritdoc/>
    public IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, uint requestId) => capability switch
    {
        Capability.ViewScreen => _view = new ViewPump(Screen, tell),
        Capability.ControlInput => _control = new ControlPump(Screen, CutTexts),
        Capability.ClipboardTo => _clipboardTo = new ClipboardToPump(CutTexts),
        Capability.ClipboardFrom => new ClipboardFromPump(text =>
        {
            Clipboard.Put(text);
            tell(new Notice.ClipboardCame(text));
        }),
        Capability.SendFile => Keep(channel, new SendFilePump(file, TakePlan(capability), tell)),
        Capability.FetchFile => Keep(channel, new FetchFilePump(file, TakePlan(capability), tell)),
        _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "not a capability"),
    };

    private FilePlan? TakePlan(Capability capability) => _plans.TryRemove(capability, out var plan) ? plan : null;

    private T Keep<T>(ChannelId channel, T pump)
        where T : IChannelPump, IFilePump
    {
        _files[channel] = pump;
        return pump;
    }
}
