using Orchestrator.TestSupport;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Trust.Tests.Passwords;

[Trait("Requirement", "R-AUTH-3")]
public sealed class PasswordTests
{
    private const string Password = "four words on a wall";

    private static readonly PasswordHasher Hasher = new(new SeededRandom(11), new Argon2Cost(64, 1, 1), PasswordPolicy.Default);

    [Fact]
    public void The_default_cost_is_19456_KiB_two_passes_one_lane()
    {
        var hasher = new PasswordHasher(new SeededRandom(1));
        var stored = hasher.Hash(Password);
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", stored, StringComparison.Ordinal);
        Assert.Equal(PasswordCheck.Right, hasher.VerifyOrDummy(Password, stored));
        Assert.False(hasher.NeedsRehash(stored));
    }

    [Fact]
    public void A_wrong_password_is_wrong_and_two_hashes_of_one_password_differ()
    {
        var stored = Hasher.Hash(Password);
        Assert.NotEqual(stored, Hasher.Hash(Password));
        Assert.Equal(PasswordCheck.Right, Hasher.VerifyOrDummy(Password, stored));
        Assert.Equal(PasswordCheck.Wrong, Hasher.VerifyOrDummy(Password + " ", stored));
        Assert.Equal(PasswordCheck.Wrong, Hasher.VerifyOrDummy("", stored));
    }

    [Fact]
    public void An_older_cost_still_verifies_and_asks_for_a_new_hash()
    {
        var older = new PasswordHasher(new SeededRandom(2), new Argon2Cost(32, 1, 1), PasswordPolicy.Default).Hash(Password);
        Assert.True(Hasher.NeedsRehash(older));
        Assert.Equal(PasswordCheck.RightNeedsRehash, Hasher.VerifyOrDummy(Password, older));
        Assert.Equal(PasswordCheck.Wrong, Hasher.VerifyOrDummy("another password here", older));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-6")]
    public void Unknown_user_wrong_password_and_impossible_password_run_the_same_one_hash()
    {
        var hasher = new PasswordHasher(new SeededRandom(3), new Argon2Cost(64, 1, 1), PasswordPolicy.Default);
        var stored = hasher.Hash(Password);
        Assert.Equal(1, RunsOf(() => hasher.VerifyOrDummy(Password, stored)));
        Assert.Equal(1, RunsOf(() => hasher.VerifyOrDummy("not the password at all", stored)));
        Assert.Equal(1, RunsOf(() => hasher.VerifyOrDummy(Password, stored: null)));
        Assert.Equal(1, RunsOf(() => hasher.VerifyOrDummy(new string('x', 100_000), stored)));
        Assert.Equal(1, RunsOf(() => hasher.VerifyOrDummy("\uD800", stored)));
        Assert.Equal(PasswordCheck.Wrong, hasher.VerifyOrDummy(Password, stored: null));

        long RunsOf(Action check)
        {
            var before = hasher.Runs;
            check();
            return hasher.Runs - before;
        }
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-2")]
    public void One_password_typed_composed_or_decomposed_is_one_password()
    {
        var stored = Hasher.Hash("Schl\u00FCssel an der T\u00FCr");
        Assert.Equal(PasswordCheck.Right, Hasher.VerifyOrDummy("Schlu\u0308ssel an der Tu\u0308r", stored));
    }

    [Theory]
    [Trait("Requirement", "R-AUTH-2")]
    [InlineData("a", 14, PasswordFlaw.TooShort)]
    [InlineData("a", 15, PasswordFlaw.None)]
    [InlineData(" ", 15, PasswordFlaw.None)]
    [InlineData("🔬", 14, PasswordFlaw.TooShort)]
    [InlineData("🔬", 15, PasswordFlaw.None)]
    [InlineData("a", 256, PasswordFlaw.None)]
    [InlineData("a", 257, PasswordFlaw.TooLong)]
    [InlineData("🔬", 256, PasswordFlaw.None)]
    [InlineData("e\u0301", 14, PasswordFlaw.TooShort)]
    [InlineData("\u0007", 20, PasswordFlaw.NotText)]
    public void Length_is_counted_in_code_points_after_normalisation(string piece, int times, PasswordFlaw expected) =>
        Assert.Equal(expected, PasswordPolicy.Default.Check(string.Concat(Enumerable.Repeat(piece, times))));

    [Fact]
    public void Half_a_character_is_no_text() =>
        Assert.Equal(PasswordFlaw.NotText, PasswordPolicy.Default.Check("fifteen letters and \uD800"));

    [Fact]
    public void No_character_of_a_long_password_is_ignored()
    {
        var stored = Hasher.Hash(new string('a', 256));
        Assert.Equal(PasswordCheck.Wrong, Hasher.VerifyOrDummy(new string('a', 255) + "b", stored));
    }

    [Fact]
    public void A_password_against_the_policy_isnt_hashed_and_isnt_repeated_in_the_refusal()
    {
        var refused = Assert.Throws<TrustException>(() => Hasher.Hash("short secret"));
        Assert.DoesNotContain("short secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=16$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=064,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$")]
    [InlineData("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$")]
    public void A_damaged_stored_hash_is_reported_and_never_matches(string stored)
    {
        Assert.Equal(TrustFault.Malformed, Assert.Throws<TrustException>(() => Hasher.VerifyOrDummy(Password, stored)).Fault);
        Assert.True(Hasher.NeedsRehash(stored));
    }

    [Fact]
    public void A_hash_by_the_reference_implementation_verifies()
    {
        // echo -n "password" | argon2 somesalt -id -t 2 -m 16 -p 1, from the reference implementation's published test vectors
        const string stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        Assert.Equal(PasswordCheck.RightNeedsRehash, Hasher.VerifyOrDummy("password", stored));
        Assert.Equal(PasswordCheck.Wrong, Hasher.VerifyOrDummy("passwore", stored));
    }
}
