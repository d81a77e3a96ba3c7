using System.Collections.Immutable;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.SelfTests;

/// <summary>
/// Runs every primitive against known answers, at start, before any key is made. If the platform's RSA fails, BouncyCastle's serves from then on; if anything else
/// fails, the program must not go on. Takes some tens of milliseconds.
/// </summary>
public static class SelfTest
{
    private static readonly Lock Gate = new();

    /// <summary>Runs all tests and selects the provider of RSA for this process.</summary>
    public static SelfTestReport Run()
    {
        lock (Gate)
        {
            var (report, rsa) = Run(SymmetricAnswers.All, AsymmetricAnswers.All, RsaProvider.Platform, RsaProvider.Bouncy);
            RsaProvider.Select(rsa);
            return report;
        }
    }

    /// <summary>The same; throws the fatal sentence.</summary>
    /// <exception cref="TrustException">A primitive that can't be replaced gave a wrong answer.</exception>
    public static SelfTestReport RunOrThrow()
    {
        var report = Run();
        return report.MayStart ? report : throw new TrustException(TrustFault.SelfTestFailed, report.FatalReason!);
    }

    internal static (SelfTestReport Report, IRsaProvider Rsa) Run(
        IEnumerable<KnownAnswerTest> symmetric, IEnumerable<KnownAnswerTest> asymmetric, IRsaProvider platform, IRsaProvider substitute)
    {
        List<SelfTestResult> results = [.. symmetric.Concat(asymmetric).Select(test => test.Run())];
        var fatal = results.FirstOrDefault(r => !r.Passed);
        var serving = platform;
        var rsa = RsaAnswers.Of(platform, KnownAnswerTest.Platform).Select(test => test.Run()).ToList();
        results.AddRange(rsa);
        if (rsa.Exists(r => !r.Passed))
        {
            serving = substitute;
            var second = RsaAnswers.Of(substitute, KnownAnswerTest.BouncyCastle).Select(test => test.Run()).ToList();
            results.AddRange(second);
            fatal ??= second.Find(r => !r.Passed);
        }

        var reason = fatal is null
            ? null
            : $"The cryptography of this computer can't be relied on: {fatal.Primitive} ({fatal.Provider}) {fatal.Problem}. The program stops; run it on another computer or ask the vendor.";
        return (new SelfTestReport([.. results], serving.Kind, reason), serving);
    }
}
