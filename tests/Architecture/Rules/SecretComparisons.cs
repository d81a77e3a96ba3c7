namespace Orchestrator.Architecture.Rules;

/// <summary>
/// Digits, PINs, passwords, codes, MACs and paths that nobody may guess are compared in a time that doesn't tell where they differ. A method that reads one of them
/// and also compares text or bytes in the ordinary way is suspected; what it really compares a person must look at, and write into the exceptions.
/// </summary>
internal static class SecretComparisons
{
    /// <summary>What gives a secret: members of these names, on any type.</summary>
    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal)
    {
        "get_Sas", "get_Mac", "get_Pin", "get_Password", "get_SecondFactor", "get_Folder", "get_Commitment", "Reveal", "ProofMac", "FinishedMac",
    };

    /// <summary>And these, by type and name.</summary>
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal)
    {
        "Orchestrator.Trust.Primitives.Hmac384.Of", "Orchestrator.Trust.Primitives.Hmac384.Raw", "Orchestrator.Trust.Passwords.Argon2.Hash", "Orchestrator.Protocol.HandshakeSchedule.Commit",
    };

    /// <summary>Members that are called like a secret and are none: the name of a mode, and whether digits matched.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "Orchestrator.Trust.Configuration.PolicyContent.get_Sas", "Orchestrator.Audit.Receipts.ConsentReceipt.get_Sas",
    };

    /// <summary>Comparisons that stop at the first difference.</summary>
    private static readonly HashSet<string> Ordinary = new(StringComparer.Ordinal)
    {
        "System.String.op_Equality", "System.String.op_Inequality", "System.String.Equals", "System.String.Compare", "System.String.CompareOrdinal", "System.String.StartsWith",
        "System.String.EndsWith", "System.MemoryExtensions.SequenceEqual", "System.MemoryExtensions.Equals", "System.MemoryExtensions.StartsWith", "System.Linq.Enumerable.SequenceEqual",
        "System.StringComparer.Equals", "System.MemoryExtensions.SequenceCompareTo",
    };

    /// <summary>Methods that read a secret and compare something else; each was looked at.</summary>
    private static readonly Dictionary<string, string> Excepted = new(StringComparer.Ordinal)
    {
        ["Orchestrator.Technicians.Viewer.PageGuard.Judge"] = "Host, Origin and the file's name; the folder in fixed time",
        ["Orchestrator.Protocol.HandshakeResponder.HandleM3"] = "two public key shares; the commitment in fixed time",
    };

    /// <summary>Names of the excepted methods.</summary>
    public static IEnumerable<string> Exceptions => Excepted.Keys;

    /// <summary>The suspects.</summary>
    public static IEnumerable<string> Hasty(IEnumerable<(string Name, IReadOnlySet<string> Calls)> methods) =>
        from method in methods
        where !Excepted.ContainsKey(method.Name)
        where method.Calls.Any(called => Makers.Contains(called) || (Sources.Contains(Member(called)) && !Harmless.Contains(called) && !IsFolder(called)))
        where method.Calls.Overlaps(Ordinary)
        select method.Name;

    // A folder is a secret where it is the viewer page's.
    private static bool IsFolder(string called) => Member(called) == "get_Folder" && called != "Orchestrator.Technicians.Viewer.PageGuard.get_Folder";

    private static string Member(string called) => called[(called.LastIndexOf('.') + 1)..];
}
