using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>What came of one scheme: an answer that is about something else than credentials, or why the scheme led nowhere.</summary>
/// <param name="Answer">Ends the climb: a tunnel, or a failure of its own.</param>
/// <param name="Obstacle">Null exactly when there is an answer.</param>
internal sealed record Outcome(Answer? Answer, Obstacle? Obstacle)
{
    public static implicit operator Outcome(Answer answer) => new(answer, null);

    public static implicit operator Outcome(Obstacle obstacle) => new(null, obstacle);
}

/// <summary>Why a scheme led nowhere.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Scheme">Which scheme.</param>
/// <param name="Why">Half a sentence; empty where the kind says it all.</param>
/// <param name="Status">Of the answer that refused; 0 when there was none.</param>
internal sealed record Obstacle(ObstacleKind Kind, string Scheme, string Why = "", int Status = 0);

/// <summary>Kinds of reasons, those that a person can do most about last.</summary>
internal enum ObstacleKind
{
    /// <summary>It can't be completed on this computer, or the proxy breaks it off; nothing that could lock an account was sent.</summary>
    Incomplete,

    /// <summary>User name and password brought no Kerberos ticket: they are wrong, or nobody could say.</summary>
    NoTicket,

    /// <summary>Policy keeps Basic off an open connection.</summary>
    NotInClear,

    /// <summary>The user name or password can't be sent by this scheme.</summary>
    NotSendable,

    /// <summary>The proxy didn't accept what carries no proof of the password: a Kerberos ticket, a first message.</summary>
    NotAccepted,

    /// <summary>Nobody has credentials.</summary>
    NoCredentials,

    /// <summary>A proof of the password was refused: every further one would count against the account.</summary>
    Refused,
}
