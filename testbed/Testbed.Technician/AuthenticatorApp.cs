using OtpNet;
using Orchestrator.Protocol;
using Orchestrator.Technicians;

namespace Orchestrator.Testbed.Technician;

/// <summary>
/// A person's authenticator and the paper with the recovery codes. Gives only codes that weren't used before: of this moment, of the next one (the
/// broker takes one step either way), then from the paper; so nobody waits half a minute for each sign-in.
/// </summary>
public sealed class AuthenticatorApp(TimeProvider time)
{
    private const int StepSeconds = 30;

    private readonly Lock _gate = new();
    private readonly Queue<string> _paper = new();
    private byte[] _secret = [];
    private long _last;

    /// <summary>Takes the secret that was offered.</summary>
    public void Scan(ActivationOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        Scan(offer.Secret.Reveal());
    }

    /// <summary>Takes a secret, in Base32.</summary>
    public void Scan(string secret) => _secret = Base32Encoding.ToBytes(secret);

    /// <summary>Writes recovery codes down.</summary>
    public void Keep(IEnumerable<SecretText> codes)
    {
        lock (_gate)
        {
            foreach (var code in codes)
            {
                _paper.Enqueue(code.Reveal());
            }
        }
    }

    /// <summary>A code that wasn't used before.</summary>
    /// <exception cref="InvalidOperationException">Codes and paper are used up for the moment.</exception>
    public SecretText Next()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;
            if (_last <= now && _secret.Length > 0)
            {
                _last = Math.Max(_last + 1, now);
                return new SecretText(new Hotp(_secret, OtpHashMode.Sha1, 6).ComputeHOTP(_last));
            }

            return _paper.TryDequeue(out var code) ? new SecretText(code) : throw new InvalidOperationException("No code is left for this moment.");
        }
    }
}
