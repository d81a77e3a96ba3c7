using static Orchestrator.Domain.HostCommands;
using static Orchestrator.Domain.OperatorCommands;
using static Orchestrator.Domain.SessionEvents;
using static Orchestrator.Domain.TechnicianCommands;

namespace Orchestrator.Domain;

/// <content>The operator's yes, and every way in which it ends.</content>
public static partial class SessionDecisions
{
    private static Decision DecideAllow(this SessionState state, Allow allow, SessionTime now)
    {
        if (!state.Asks.TryGetValue(allow.Ask, out var ask))
        {
            return Decision.Refused("NO_SUCH_ASK", "That question is no longer open.");
        }

        if (state.Phase != SessionPhase.Open || !state.LinksDown.IsEmpty || state.Away || !state.Policy.Allows(ask.Capability) || state.SecondsOf(ask, now) == 0)
        {
            return Decision.Of(new AskEnded(ask.Id, state.Away ? AskOutcome.OperatorAway : AskOutcome.NoLongerPossible, allow.Receipt));
        }

        if (ask.Capability == Capability.ControlInput && !state.IsViewOpen(now))
        {
            return Decision.Of(new AskEnded(ask.Id, AskOutcome.NoLongerPossible, allow.Receipt));
        }

        return ask.Renews is { } renewed ? state.Renew(ask, renewed, allow, now) : state.GrantNew(ask, allow, now);
    }

    private static Decision Renew(this SessionState state, PendingAsk ask, GrantId id, Allow allow, SessionTime now)
    {
        if (!state.Grants.TryGetValue(id, out var grant) || grant.Until <= now || state.Terms!.NotAfter <= grant.Until)
        {
            return Decision.Of(new AskEnded(ask.Id, AskOutcome.NoLongerPossible, allow.Receipt));
        }

        var seconds = state.SecondsOf(ask, now);
        return Decision.Of(new Renewed(id, ask.Id, seconds, now + TimeSpan.FromSeconds(seconds), allow.PromptSha256, ask.SignedSha256, allow.Receipt));
    }

    private static Decision GrantNew(this SessionState state, PendingAsk ask, Allow allow, SessionTime now)
    {
        if (ask.Capability.IsOneFile() && !IsSameFile(ask.File!, allow, state.Policy.FilesOf(ask.Capability)))
        {
            return Decision.Of(new AskEnded(ask.Id, AskOutcome.FileNotAllowed, allow.Receipt));
        }

        var grant = new GrantId(state.LastIds.Grant.Value + 1);
        var channel = new ChannelId(state.LastIds.Channel.Value + 1);
        var seconds = state.SecondsOf(ask, now);
        var granted = new Granted(grant, ask.Id, ask.Capability, seconds, now + TimeSpan.FromSeconds(seconds), allow.PromptSha256, ask.SignedSha256, allow.Receipt);
        var opened = new ChannelOpened(channel, grant, ask.Capability);
        return ask.Capability.IsOneFile()
            ? Decision.Of(granted, opened, new FileAccepted(channel, allow.File!, allow.Path!))
            : Decision.Of(granted, opened);
    }

    /// <summary>What was asked for, but never past the ticket's end. Whole seconds.</summary>
    private static int SecondsOf(this SessionState state, PendingAsk ask, SessionTime now) =>
        (int)Math.Min(ask.Minutes * 60, state.TicketLeft(now).TotalSeconds);

    /// <summary>A yes covers the file that was asked for, with a size and a hash, at a place that the operator saw and that the limits allow.</summary>
    private static bool IsSameFile(FileOffer asked, Allow allow, FileLimits limits) =>
        allow.File is { Size: >= 0, Sha256.Length: 64 } file
        && !string.IsNullOrEmpty(allow.Path)
        && file.Size <= limits.MaxBytes
        && limits.Types.Allows(allow.Path)
        && limits.Folders.Contains(allow.Path)
        && (asked.Sha256.Length == 0 || (asked.Sha256 == file.Sha256 && asked.Size == file.Size));

    private static Decision DecideGrantEnd(this SessionState state, SessionCommand command) => command switch
    {
        Release r when state.Grants.TryGetValue(r.Grant, out var grant) => Decision.Of(state.CloseGrant(grant, Party.Technician, EndReason.TechnicianReleased)),
        Revoke r when state.Grants.TryGetValue(r.Grant, out var grant) => Decision.Of(state.CloseGrant(grant, Party.Operator, EndReason.OperatorRevoked)),
        RevokeAll => Decision.Of(
        [
            .. state.Asks.Keys.Select(ask => new AskEnded(ask, AskOutcome.Refused)),
            .. state.Grants.Values.SelectMany(grant => state.CloseOne(grant, Party.Operator, EndReason.OperatorRevoked)),
        ]),
        _ => Decision.Nothing,
    };

    private static Decision DecideChannel(this SessionState state, SessionCommand command) => command switch
    {
        CompleteFile c when state.FileOn(c.Channel) is { } grant =>
            Decision.Of([new FileCompleted(c.Channel, c.File), .. state.CloseGrant(grant, Party.Instrument, EndReason.FileDone)]),
        FailFile f when state.FileOn(f.Channel) is { } grant =>
            Decision.Of([new FileFailed(f.Channel, f.Reason), .. state.CloseGrant(grant, Party.Instrument, EndReason.Failed)]),
        FailChannel f when state.GrantOn(f.Channel) is { } grant =>
            Decision.Of([new PartFailed($"channel {f.Channel}", f.Reason), .. state.CloseGrant(grant, Party.Instrument, EndReason.Failed)]),
        FailPart f => Decision.Of(new PartFailed(f.Part, f.Reason)),
        NoteClipboard n when state.Channels.TryGetValue(n.Channel, out var channel) =>
            Decision.Of(new ClipboardMoved(n.Channel, channel.Capability, n.Bytes, n.Sha256)),
        Meter m when state.Unmetered.Contains(m.Channel) => Decision.Of(Metered(m)),
        _ => Decision.Nothing,
    };

    private static OpenGrant? FileOn(this SessionState state, ChannelId id) =>
        state.GrantOn(id) is { } grant && grant.Capability.IsOneFile() ? grant : null;

    private static OpenGrant? GrantOn(this SessionState state, ChannelId id) =>
        state.Channels.TryGetValue(id, out var channel) ? state.Grants.GetValueOrDefault(channel.Grant) : null;
}
