namespace Orchestrator.Broker.Accounts;

/// <summary>The one-way function over passwords. A seam, so that tests count the work that each path does.</summary>
internal interface IPasswordHashing
{
    /// <summary>A PHC string.</summary>
    string Hash(string normalizedPassword);

    /// <summary>True when the password fits. <paramref name="phc"/> null: the same work on a fixed dummy, and false.</summary>
    bool VerifyOrDummy(string? phc, string normalizedPassword);

    /// <summary>True when the string was made with weaker parameters than new ones get.</summary>
    bool IsOutdated(string phc);
}
