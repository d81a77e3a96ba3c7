using System.Text;
using Orchestrator.Trust.Primitives;
using OtpNet;

namespace Orchestrator.Broker.Accounts.Factors;

/// <summary>Time-based one-time codes (RFC 6238): SHA-1, six digits, 30 s, because that is what authenticators agree on.</summary>
internal static class OneTimeCodes
{
    /// <summary>Seconds of one step.</summary>
    public const int StepSeconds = 30;

    /// <summary>Digits of one code.</summary>
    public const int Digits = 6;

    /// <summary>Steps before and after the broker's own that count.</summary>
    public const int Slack = 1;

    /// <summary>The step of a moment.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string At(byte[] secret, long step) => new Hotp(secret, OtpHashMode.Sha1, Digits).ComputeHOTP(step);

    /// <summary>The step after <paramref name="last"/> whose code this is, by the broker's clock; null when there is none. Does the same work in every case.</summary>
    public static long? Match(byte[] secret, string typed, DateTimeOffset now, long last)
    {
        long? found = null;
        var code = Encoding.UTF8.GetBytes(typed.Replace(" ", "", StringComparison.Ordinal));
        var around = StepAt(now);
        for (var step = around - Slack; step <= around + Slack; step++)
        {
            var isIt = FixedTime.Equal(Encoding.UTF8.GetBytes(At(secret, step)), code);
            found ??= isIt && step > last ? step : null;
        }

        return found;
    }
}
