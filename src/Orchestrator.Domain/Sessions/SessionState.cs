using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Where a session stands.</summary>
public enum SessionPhase
{
    /// <summary>Made, not started.</summary>
    New,

    /// <summary>Has a number; nobody joined.</summary>
    Waiting,

    /// <summary>A technician proved himself; PIN and digits are still to come.</summary>
    Joined,

    /// <summary>PIN and digits match; asks are possible.</summary>
    Open,

    /// <summary>Over for everybody; closing records follow.</summary>
    Ending,

    /// <summary>Nothing follows.</summary>
    Ended,
}

/// <summary>A question that waits for the operator. <paramref name="SignedSha256"/> names the signed ask; empty where the instrument itself offers more time.</summary>
public sealed record PendingAsk(AskId Id, Party By, Capability Capability, int Minutes, string Reason, FileOffer? File, GrantId? Renews, string SignedSha256);

/// <summary>A yes that isn't over.</summary>
public sealed record OpenGrant(GrantId Id, Capability Capability, SessionTime Until);

/// <summary>A channel that isn't closed.</summary>
public sealed record OpenChannel(ChannelId Id, GrantId Grant, Capability Capability, FileOffer? File);

/// <summary>All that the events say. Built by <see cref="SessionEvolution"/> alone; instrument, broker and console hold the same.</summary>
public sealed record SessionState
{
    /// <summary>A session to which nothing happened.</summary>
    public static SessionState Initial { get; } = new();

    /// <summary>Where it stands.</summary>
    public SessionPhase Phase { get; init; } = SessionPhase.New;

    /// <summary>Its number; null before the start.</summary>
    public SessionNumber? Number { get; init; }

    /// <summary>The instrument; null before the start.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>The technician; null until one joined.</summary>
    public Technician? Technician { get; init; }

    /// <summary>The limits, as tightened so far.</summary>
    public SessionPolicy Policy { get; init; } = SessionPolicy.Default;

    /// <summary>What the ticket says besides its limits; null until a technician joined.</summary>
    public TicketTerms? Terms { get; init; }

    /// <summary>The PIN was right.</summary>
    public bool PinAccepted { get; init; }

    /// <summary>Wrong PINs, over all connections.</summary>
    public int PinFailures { get; init; }

    /// <summary>The digits matched.</summary>
    public bool SasMatched { get; init; }

    /// <summary>Wrong comparisons.</summary>
    public int SasFailures { get; init; }

    /// <summary>Handshakes that didn't finish.</summary>
    public int HandshakeFailures { get; init; }

    /// <summary>Requests refused so far.</summary>
    public int RefusedRequests { get; init; }

    /// <summary>The operator paused the view.</summary>
    public bool Paused { get; init; }

    /// <summary>The operator gave no local input for the policy's time.</summary>
    public bool Away { get; init; }

    /// <summary>Whose links are down, with the end of their grace.</summary>
    public ImmutableSortedDictionary<Party, SessionTime> LinksDown { get; init; } = ImmutableSortedDictionary<Party, SessionTime>.Empty;

    /// <summary>Questions that wait.</summary>
    public ImmutableSortedDictionary<AskId, PendingAsk> Asks { get; init; } = ImmutableSortedDictionary<AskId, PendingAsk>.Empty;

    /// <summary>Grants that aren't over.</summary>
    public ImmutableSortedDictionary<GrantId, OpenGrant> Grants { get; init; } = ImmutableSortedDictionary<GrantId, OpenGrant>.Empty;

    /// <summary>Channels that aren't closed.</summary>
    public ImmutableSortedDictionary<ChannelId, OpenChannel> Channels { get; init; } = ImmutableSortedDictionary<ChannelId, OpenChannel>.Empty;

    /// <summary>Closed channels whose final count is still to come.</summary>
    public ImmutableSortedSet<ChannelId> Unmetered { get; init; } = [];

    /// <summary>The last ids given; ids are never used again.</summary>
    public (AskId Ask, GrantId Grant, ChannelId Channel) LastIds { get; init; }

    /// <summary>An event came that this version doesn't know: nothing is open from there on.</summary>
    public bool Blind { get; init; }

    /// <summary>Time until the ticket's end; zero when it is over, or nobody joined.</summary>
    public TimeSpan TicketLeft(SessionTime now) => Terms is { } terms && terms.NotAfter > now ? terms.NotAfter - now : TimeSpan.Zero;

    /// <summary>The grant of a capability that isn't over; null when there is none.</summary>
    public OpenGrant? GrantOf(Capability capability) => Grants.Values.FirstOrDefault(g => g.Capability == capability);

    /// <summary>The channel of a grant; null when there is none.</summary>
    public OpenChannel? ChannelOf(GrantId grant) => Channels.Values.FirstOrDefault(c => c.Grant == grant);
}
