using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests;

/// <summary>Both providers of RSA under one name for theories.</summary>
internal static class Providers
{
    public static IRsaProvider Of(RsaProviderKind kind) => kind == RsaProviderKind.Platform ? RsaProvider.Platform : RsaProvider.Bouncy;
}
