namespace Orchestrator.Domain;

/// <summary>Something that somebody wants. Only the instrument decides on it.</summary>
public abstract record SessionCommand
{
    /// <summary>True when it can only shrink a right: then it never waits for anything.</summary>
    public virtual bool Shrinks => false;
}

/// <summary>A command that can only shrink a right.</summary>
public abstract record ShrinkingCommand : SessionCommand
{
    /// <inheritdoc/>
    public sealed override bool Shrinks => true;
}

/// <summary>What QuickSupport itself asks for: start, timers, links, faults.</summary>
public static class HostCommands
{
    /// <summary>The broker gave a number. <paramref name="RunKey"/> is the run's public key (SubjectPublicKeyInfo, base64).</summary>
    public sealed record Start(SessionNumber Number, Instrument Instrument, SessionPolicy Policy, string RunKey) : SessionCommand;

    /// <summary>A handshake began and didn't finish.</summary>
    public sealed record FailHandshake(string Reason) : ShrinkingCommand;

    /// <summary>A technician proved himself; <paramref name="Policy"/> and <paramref name="Terms"/> are the ticket's.</summary>
    public sealed record Join(Technician Technician, SessionPolicy Policy, string TranscriptHash, TicketTerms Terms) : SessionCommand;

    /// <summary>Looks at the time: expired grants, a grace that is over.</summary>
    public sealed record Tick : ShrinkingCommand;

    /// <summary>Asks the operator whether a grant goes on.</summary>
    public sealed record OfferRenewal(GrantId Grant) : SessionCommand;

    /// <summary>No answer within the policy's time.</summary>
    public sealed record TimeOutPrompt(AskId Ask) : ShrinkingCommand;

    /// <summary>The prompt's actor or window went away.</summary>
    public sealed record LosePrompt(AskId Ask) : ShrinkingCommand;

    /// <summary>No local input for the policy's time.</summary>
    public sealed record GoAway : ShrinkingCommand;

    /// <summary>Local input again.</summary>
    public sealed record ComeBack : SessionCommand;

    /// <summary>A link broke.</summary>
    public sealed record LoseLink(Party Whose) : ShrinkingCommand;

    /// <summary>The same process proved itself again over a new link.</summary>
    public sealed record RestoreLink(Party Whose) : SessionCommand;

    /// <summary>A channel's actor or pump failed.</summary>
    public sealed record FailChannel(ChannelId Channel, string Reason) : ShrinkingCommand;

    /// <summary>A part without a channel failed.</summary>
    public sealed record FailPart(string Part, string Reason) : ShrinkingCommand;

    /// <summary>The file is whole.</summary>
    public sealed record CompleteFile(ChannelId Channel, FileOffer File) : ShrinkingCommand;

    /// <summary>The file isn't coming.</summary>
    public sealed record FailFile(ChannelId Channel, string Reason) : ShrinkingCommand;

    /// <summary>Text went through a clipboard channel.</summary>
    public sealed record NoteClipboard(ChannelId Channel, int Bytes, string Sha256) : SessionCommand;

    /// <summary>The final count of a closed channel.</summary>
    public sealed record Meter(ChannelId Channel, long RecordsIn, long BytesIn, long RecordsOut, long BytesOut) : ShrinkingCommand;

    /// <summary>Ends the session.</summary>
    public sealed record End(Party By, EndReason Reason) : ShrinkingCommand;

    /// <summary>Writes END; nothing follows.</summary>
    public sealed record Finish : ShrinkingCommand;
}

/// <summary>What the technician may ask for. None of it enlarges a right.</summary>
public static class TechnicianCommands
{
    /// <summary>The PIN, already compared by the shell in fixed time.</summary>
    public sealed record PresentPin(bool Matches) : SessionCommand;

    /// <summary>Asks for one capability; prolongs an open grant of the same capability. The signature was already checked by the shell.</summary>
    public sealed record Ask(Capability Capability, int Minutes, string Reason, FileOffer? File, SignedAsk Signed) : SessionCommand;

    /// <summary>Takes a question back.</summary>
    public sealed record Withdraw(AskId Ask) : ShrinkingCommand;

    /// <summary>Gives a grant back.</summary>
    public sealed record Release(GrantId Grant) : ShrinkingCommand;

    /// <summary>Says something.</summary>
    public sealed record Chat(string Text) : SessionCommand;
}

/// <summary>What the operator decides. Nobody else can send these: they come from the local face alone.</summary>
public static class OperatorCommands
{
    /// <summary>States a name, once.</summary>
    public sealed record StateName(string StatedName, string OsAccount) : SessionCommand;

    /// <summary>Typed the digits; already compared by the shell in fixed time.</summary>
    public sealed record CompareSas(bool Matches) : SessionCommand;

    /// <summary>Says yes. <paramref name="File"/> and <paramref name="Path"/> are what the operator saw for a file.</summary>
    public sealed record Allow(AskId Ask, string PromptSha256, FileOffer? File, string? Path, Receipt Receipt) : SessionCommand;

    /// <summary>Says no. Without a receipt where there was nothing to answer.</summary>
    public sealed record Refuse(AskId Ask, AskOutcome Outcome, Receipt? Receipt = null) : ShrinkingCommand;

    /// <summary>Takes one grant back.</summary>
    public sealed record Revoke(GrantId Grant) : ShrinkingCommand;

    /// <summary>Takes every grant back.</summary>
    public sealed record RevokeAll : ShrinkingCommand;

    /// <summary>Stops the picture.</summary>
    public sealed record Pause : ShrinkingCommand;

    /// <summary>Lets the picture go on.</summary>
    public sealed record Resume : SessionCommand;

    /// <summary>Says something.</summary>
    public sealed record Chat(string Text) : SessionCommand;
}
