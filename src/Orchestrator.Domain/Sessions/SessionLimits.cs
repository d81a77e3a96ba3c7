namespace Orchestrator.Domain;

/// <summary>The numbers that end a session or refuse a request, each with its reason.</summary>
public static class SessionLimits
{
    /// <summary>Wrong PINs, over all connections; six digits give a guesser 3 in a million.</summary>
    public const int PinFailures = 3;

    /// <summary>Wrong comparisons; one slip of the ear is allowed.</summary>
    public const int SasFailures = 2;

    /// <summary>Handshakes for one number, so that nobody can try again until six digits happen to agree.</summary>
    public const int Handshakes = 3;

    /// <summary>Questions that may wait at once; a person answers one at a time.</summary>
    public const int PendingAsks = 4;

    /// <summary>Refused requests that are recorded; afterwards the peer is flooding, and the session ends.</summary>
    public const int RefusedRequests = 50;

    /// <summary>Characters of a reason, as a prompt can show them.</summary>
    public const int ReasonCharacters = 500;

    /// <summary>Characters of a file's name or path in an ask: what the smallest of our systems takes, and what a prompt can show.</summary>
    public const int FileNameCharacters = 250;

    /// <summary>Characters of one line of chat.</summary>
    public const int ChatCharacters = 2000;

    /// <summary>How long before its end a grant's renewal is offered to the operator.</summary>
    public static readonly TimeSpan RenewalOffer = TimeSpan.FromMinutes(2);

    /// <summary>A number that nobody joined dies after this.</summary>
    public static readonly TimeSpan NobodyJoined = TimeSpan.FromMinutes(30);
}
