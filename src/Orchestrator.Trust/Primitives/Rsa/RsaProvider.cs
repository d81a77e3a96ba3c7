namespace Orchestrator.Trust.Primitives;

/// <summary>
/// The provider of RSA that serves this process. Chosen once, at start, by the self-tests; asked by the audit. Keys made before a switch stay with
/// the provider that made them.
/// </summary>
public static class RsaProvider
{
    internal static readonly IRsaProvider Platform = new PlatformRsa();
    internal static readonly IRsaProvider Bouncy = new BouncyRsa();

    private static volatile IRsaProvider _current = Platform;

    /// <summary>Which implementation serves now.</summary>
    public static RsaProviderKind Active => _current.Kind;

    internal static IRsaProvider Current => _current;

    internal static void Select(IRsaProvider provider) => _current = provider;
}
