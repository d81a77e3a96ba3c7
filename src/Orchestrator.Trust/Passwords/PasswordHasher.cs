using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Passwords;

/// <summary>
/// Hashes and checks passwords (Argon2id, stored as PHC strings). A check always runs one whole Argon2id, whether the account exists or not, so that neither
/// the answer's time nor its text tells. Safe for several threads; each check takes about 19 MiB and 50 ms, so callers bound how many run at once.
/// </summary>
public sealed class PasswordHasher
{
    private readonly IRandomSource _random;
    private readonly Argon2Cost _cost;
    private readonly PhcString _dummy;
    private long _runs;

    public PasswordHasher(IRandomSource random)
        : this(random, Argon2Cost.Current, PasswordPolicy.Default)
    {
    }

    public PasswordHasher(IRandomSource random, Argon2Cost cost, PasswordPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(policy);
        if (!cost.IsSane)
            throw new TrustException(TrustFault.OutOfRange, "The cost of password hashing is outside its limits.");
        _random = random;
        _cost = cost;
        Policy = policy;
        _dummy = new PhcString(cost, Random(PhcString.SaltBytes), Random(PhcString.HashBytes));
    }

    public PasswordPolicy Policy { get; }

    /// <summary>How many Argon2id runs this hasher has made: a test proves with it that both paths of a sign-in do the same work.</summary>
    public long Runs => Interlocked.Read(ref _runs);

    /// <summary>The PHC string to store.</summary>
    /// <exception cref="TrustException">The password breaks the policy.</exception>
    public string Hash(string password)
    {
        if (Policy.Check(password) is var flaw and not PasswordFlaw.None)
            throw new TrustException(TrustFault.OutOfRange, $"The password can't be set: {Explain(flaw)}");
        var salt = Random(PhcString.SaltBytes);
        return new PhcString(_cost, salt, Run(password, salt, _cost, PhcString.HashBytes)).ToString();
    }

    /// <summary>Checks against the stored hash, or does the same work in vain when there is no account (<paramref name="stored"/> null).</summary>
    /// <exception cref="TrustException">The stored hash is damaged: the store needs repair, the password was not judged.</exception>
    public PasswordCheck VerifyOrDummy(string password, string? stored)
    {
        ArgumentNullException.ThrowIfNull(password);
        var phc = stored is null
            ? _dummy
            : PhcString.TryParse(stored) ?? throw new TrustException(TrustFault.Malformed, "A stored password hash is damaged. Reset the account's password.");
        var computed = Run(password, phc.Salt, phc.Cost, phc.Hash.Length);
        var equal = FixedTime.Equal(computed, phc.Hash);
        CryptographicOperations.ZeroMemory(computed);
        if (!equal || stored is null)
            return PasswordCheck.Wrong;
        return NeedsRehash(phc) ? PasswordCheck.RightNeedsRehash : PasswordCheck.Right;
    }

    /// <summary>True when the stored hash has other parameters than those of today.</summary>
    public bool NeedsRehash(string stored) => PhcString.TryParse(stored) is not { } phc || NeedsRehash(phc);

    /// <summary>The sentence for a person who sets a password.</summary>
    public string Explain(PasswordFlaw flaw) => flaw switch
    {
        PasswordFlaw.TooShort => $"it is too short; use at least {Policy.MinCodePoints} characters, for example four words.",
        PasswordFlaw.TooLong => $"it is too long; use at most {Policy.MaxCodePoints} characters.",
        PasswordFlaw.NotText => "it has characters that no keyboard gives; type it anew.",
        _ => "it is acceptable.",
    };

    private bool NeedsRehash(PhcString phc) => phc.Cost != _cost || phc.Salt.Length != PhcString.SaltBytes || phc.Hash.Length != PhcString.HashBytes;

    /// <summary>A password that couldn't have been set is still hashed, as nothing: the same work, and never equal to a stored one.</summary>
    private byte[] Run(string password, byte[] salt, Argon2Cost cost, int length)
    {
        Interlocked.Increment(ref _runs);
        var usable = password.Length <= 4 * Policy.MaxCodePoints && PasswordText.TryNormalise(password, out var normalised) ? normalised : "";
        var bytes = System.Text.Encoding.UTF8.GetBytes(usable);
        try
        {
            return Argon2.Hash(bytes, salt, cost, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.Fill(bytes);
        return bytes;
    }
}
