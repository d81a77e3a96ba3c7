namespace Orchestrator.Testbed.Scenarios.Model;

/// <summary>What stands on the way, behind the site's firewall or proxy and before the broker. What isn't said, it leaves alone.</summary>
public sealed record MiddleboxSetup
{
    /// <summary>It ends TLS, with a certificate of this kind; null: TLS goes through it unread.</summary>
    public ShownCertificate? Certificate { get; init; }

    /// <summary>It takes `Upgrade` out of requests, so that the broker answers without one. Needs <see cref="Certificate"/>.</summary>
    public bool StripsUpgrades { get; init; }

    /// <summary>It hands on a body only when it is complete. Needs <see cref="Certificate"/>.</summary>
    public bool BuffersBodies { get; init; }

    /// <summary>It takes connections and never answers.</summary>
    public bool Hangs { get; init; }

    /// <summary>Seconds of silence after which it cuts a connection; null: never.</summary>
    public int? CutsIdleAfterSeconds { get; init; }

    /// <summary>It answers every request itself: inside TLS where it has a certificate, else in the broker's place in the open. Null: it doesn't.</summary>
    public OddAnswer? Answers { get; init; }
}

/// <summary>The certificate that is shown in the broker's place.</summary>
public enum ShownCertificate
{
    /// <summary>By a root that this computer trusts, for the broker's name: an interception as sites have it.</summary>
    Trusted,

    /// <summary>By a root that nobody here knows, for the broker's name.</summary>
    UnknownRoot,

    /// <summary>Signed by itself, for the broker's name.</summary>
    SelfSigned,

    /// <summary>By a trusted root, but it has run out.</summary>
    Expired,

    /// <summary>By a trusted root, for another name.</summary>
    WrongName,
}

/// <summary>Answers that aren't what was asked for.</summary>
public enum OddAnswer
{
    /// <summary>HTTP 401 with a challenge.</summary>
    Status401,

    /// <summary>HTTP 403.</summary>
    Status403,

    /// <summary>HTTP 407 with a Basic challenge, to whatever is sent.</summary>
    Status407,

    /// <summary>HTTP 407 without any challenge.</summary>
    Bare407,

    /// <summary>HTTP 500.</summary>
    Status500,

    /// <summary>HTTP 502.</summary>
    Status502,

    /// <summary>HTTP 503.</summary>
    Status503,

    /// <summary>HTTP 504.</summary>
    Status504,

    /// <summary>HTTP 302 to a page.</summary>
    Redirect,

    /// <summary>HTTP 200 with a page.</summary>
    Html200,

    /// <summary>Bytes that aren't HTTP.</summary>
    Garbage,

    /// <summary>Headers without an end.</summary>
    EndlessHeaders,

    /// <summary>Half a head, then the end of the connection.</summary>
    Half,

    /// <summary>The connection is closed without a byte.</summary>
    Close,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>Nothing, for ever.</summary>
    Hang,
}
