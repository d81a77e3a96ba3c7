using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.SelfTests;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// The keys of one run, made in the background while everything else is prepared: self-tests first (they choose the provider), then RSA, which takes
/// about a second. They die with the process.
/// </summary>
internal sealed class RunKeys
{
    private const int RsaBits = 3072;

    private RunKeys(Task<SelfTestReport> tests, Task<RsaIdentity> rsa)
    {
        Tests = tests;
        Rsa = rsa;
    }

    /// <summary>Fails with the sentence of a primitive that can't be relied on.</summary>
    public Task<SelfTestReport> Tests { get; }

    /// <summary>The run's identity.</summary>
    public Task<RsaIdentity> Rsa { get; }

    /// <summary>Begins.</summary>
    public static RunKeys Begin(IRandomSource random)
    {
        var tests = Task.Run(SelfTest.RunOrThrow);
        var rsa = Task.Run(async () =>
        {
            await tests.ConfigureAwait(false);
            return RsaIdentity.Generate(RsaBits, random);
        });
        return new RunKeys(tests, rsa);
    }

    /// <summary>Nobody will ask for the key: it is destroyed when it is there.</summary>
    public async Task AbandonAsync()
    {
        await ((Task)Rsa).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Rsa.IsCompletedSuccessfully)
            (await Rsa.ConfigureAwait(false)).Dispose();
    }
}
