using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Witnessing;
using Orchestrator.SiteFiles;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Site;

/// <summary>What a site file says about the site's witness.</summary>
[Trait("Requirement", "R-AUD-6")]
public sealed class SiteWitnessTests
{
    private static readonly Ed25519Public Key = PublicOf(3);
    private static readonly WitnessKey Verifier = new("lab.example/witness", Key);
    private static readonly byte[] Secret = [.. Enumerable.Range(1, WitnessTag.SecretBytes).Select(i => (byte)i)];

    [Fact]
    public void Key_and_secret_give_each_run_a_tag_that_the_witness_knows_again()
    {
        var witness = Parse($"{Verifier}", Convert.ToBase64String(Secret)).Witness!;
        var log = PublicOf(4);

        Assert.Equal(Verifier.ToString(), witness.Key.ToString());
        var tag = witness.Tag("broker.example/run/1", log);
        Assert.True(WitnessTag.Verify(Secret, tag, "broker.example/run/1", log));
        Assert.False(WitnessTag.Verify(Secret, tag, "broker.example/run/2", log));
        Assert.False(WitnessTag.Verify(Secret, tag, "broker.example/run/1", Key));
    }

    [Fact]
    public void Without_a_secret_there_is_a_witness_and_no_tag_and_without_the_entry_neither()
    {
        var witness = Parse($"witness:\n  key: {Verifier}\n").Witness!;

        Assert.Equal(Verifier.ToString(), witness.Key.ToString());
        Assert.Null(witness.Tag("broker.example/run/1", Key));
        Assert.Null(Parse("# nothing\n").Witness);
    }

    [Theory]
    [InlineData("lab.example/witness")]
    [InlineData("LOGKEY")]
    [InlineData("WRONGID")]
    [InlineData("CUT")]
    public void Another_key_is_a_mistake_in_its_line(string key)
    {
        var text = key switch
        {
            // The key of a log has the same form and another type.
            "LOGKEY" => new NoteKey("lab.example/witness", Key).ToString(),
            "WRONGID" => Verifier.ToString().Replace($"+{Verifier.Id:x8}+", "+00000000+", StringComparison.Ordinal),
            "CUT" => Verifier.ToString()[..^4],
            _ => key,
        };
        Assert.NotEqual(Verifier.ToString(), text);

        var fault = Assert.Throws<SiteFileException>(() => Parse(text, Convert.ToBase64String(Secret)));

        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("verifier key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(0)]
    public void A_secret_of_another_length_is_a_mistake_that_doesnt_show_it(int bytes) => WrongSecret(Convert.ToBase64String(Enumerable.Repeat((byte)0xa7, bytes).ToArray()));

    [Theory]
    [InlineData("this isn't base64, and has 44 characters too")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4P EBESExQVFhcYGRobHB0eHyA")]
    [InlineData("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")]
    public void What_isnt_base64_is_a_mistake_that_doesnt_show_it(string secret) => WrongSecret(secret);

    [Theory]
    [InlineData("witness: lab.example/witness", "line 1")]
    [InlineData("witness:\n  secret: x", "line 2")]
    [InlineData("witness:\n  address: https://witness.example", "line 2")]
    [InlineData("witness: {}", "line 1")]
    public void An_entry_without_a_key_or_with_something_else_is_a_mistake(string text, string line) =>
        Assert.Contains(line, Assert.Throws<SiteFileException>(() => Parse(text)).Message, StringComparison.Ordinal);

    private static void WrongSecret(string secret)
    {
        var fault = Assert.Throws<SiteFileException>(() => Parse($"{Verifier}", secret));

        Assert.Contains("line 3", fault.Message, StringComparison.Ordinal);
        if (secret.Length > 0)
            Assert.DoesNotContain(secret, fault.Message, StringComparison.Ordinal);
    }

    private static Ed25519Public PublicOf(int seed)
    {
        using var key = Ed25519Key.Generate(new SeededRandom(seed));
        return key.Public;
    }

    private static SiteFile Parse(string key, string secret) => Parse($"witness:\n  key: \"{key}\"\n  secret: \"{secret}\"\n");

    private static SiteFile Parse(string text) => SiteFileLoader.Parse(Encoding.UTF8.GetBytes(text), "/etc/orchestrator/site.yaml");
}
