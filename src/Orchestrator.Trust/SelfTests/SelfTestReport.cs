using System.Collections.Immutable;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.SelfTests;

/// <summary>All outcomes of a start, for the audit.</summary>
/// <param name="Results">In the order in which they ran; a failed platform RSA stays in the list beside BouncyCastle's.</param>
/// <param name="Rsa">Which RSA serves from now on.</param>
/// <param name="FatalReason">Null when the program may go on; else a sentence for people.</param>
public sealed record SelfTestReport(ImmutableArray<SelfTestResult> Results, RsaProviderKind Rsa, string? FatalReason)
{
    public bool MayStart => FatalReason is null;
}
