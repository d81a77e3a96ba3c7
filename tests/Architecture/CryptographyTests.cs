using Orchestrator.Architecture.Assemblies;
using Orchestrator.Architecture.Rules;

namespace Orchestrator.Architecture;

/// <summary>Where cryptography comes from, and how secrets are compared.</summary>
public sealed class CryptographyTests
{
    [Fact]
    [Trait("Requirement", "R-CRY-3")]
    public void BouncyCastle_serves_what_the_platform_lacks_and_rsa_in_one_class()
    {
        // One class for each algorithm's half, one for its randomness, one for RSA where the platform's own failed its self-test.
        string[] expected = ["Argon2", "BouncyRandom", "BouncyRsa", "Ed25519Key", "Ed25519Public", "MlKem768", "MlKem768Key", "X25519Key"];
        var trust = ProductAssembly.All.Single(one => one.Name == "Orchestrator.Trust");

        var users = trust.Methods.Where(method => method.Calls.Any(called => called.StartsWith("Org.BouncyCastle.", StringComparison.Ordinal))).Select(method => ClassOf(method.Name)).Distinct();

        Assert.Equal(expected, users.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "R-CRY-3")]
    public void Rsa_of_BouncyCastle_is_named_by_that_class_alone()
    {
        var trust = ProductAssembly.All.Single(one => one.Name == "Orchestrator.Trust");

        var users = trust.Methods
            .Where(method => method.Calls.Any(called => called.StartsWith("Org.BouncyCastle.", StringComparison.Ordinal) && called.Contains("Rsa", StringComparison.OrdinalIgnoreCase)))
            .Select(method => ClassOf(method.Name)).Distinct();

        Assert.Equal(["BouncyRsa"], users);
    }

    [Fact]
    [Trait("Requirement", "R-CRY-7")]
    public void BouncyCastles_own_randomness_serves_nobody()
    {
        var users = ProductAssembly.All.SelectMany(one => one.Methods)
            .Where(method => method.Calls.Any(called => called.StartsWith("Org.BouncyCastle.Security.SecureRandom.", StringComparison.Ordinal)))
            .Select(method => ClassOf(method.Name)).Distinct();

        // It derives from that class, so that BouncyCastle draws from our source.
        Assert.Equal(["BouncyRandom"], users);
    }

    [Fact]
    public void Secrets_are_compared_in_fixed_time()
    {
        Assert.Equal("", string.Join(", ", ProductAssembly.All.SelectMany(one => SecretComparisons.Hasty(one.Methods))));
    }

    [Fact]
    public void No_exception_outlives_its_method()
    {
        Assert.Empty(SecretComparisons.Exceptions.Except(ProductAssembly.All.SelectMany(one => one.Methods).Select(method => method.Name)));
    }

    [Fact]
    public void The_search_for_hasty_comparisons_finds_every_way_of_writing_one()
    {
        using var samples = ProductAssembly.FromFile(Path.Combine(AppContext.BaseDirectory, $"{typeof(HastyComparisons).Assembly.GetName().Name}.dll"));
        var found = SecretComparisons.Hasty(samples.Methods.Where(method => method.Name.Contains(nameof(HastyComparisons), StringComparison.Ordinal))).ToArray();

        Assert.Equal(HastyComparisons.Count, found.Length);
        Assert.DoesNotContain(found, name => name.Contains(nameof(HastyComparisons.Patient), StringComparison.Ordinal));
    }

    /// <summary>Name..ctor has two dots.</summary>
    private static string ClassOf(string member)
    {
        var type = member[..member.LastIndexOf('.')].TrimEnd('.').Split('/')[0];
        return type[(type.LastIndexOf('.') + 1)..];
    }
}
