using System.Text.Json;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Tests.Configuration;

[Trait("Requirement", "R-QS-6")]
public sealed class ConfigurationTests
{
    private static readonly ConfigurationContent Content = new()
    {
        Organisation = "Vendor Ltd",
        SignedAt = TestCertificates.Now,
        BrokerNames = [TestCertificates.BrokerName],
        Port = 443,
        OuterTlsRoots = [],
        RootCertificate = TestCertificates.Root,
        IssuingCertificate = TestCertificates.Issuing,
        MinimumClientVersion = "0.1.0",
        BrokerLogKey = Ed25519Key.Generate(new SeededRandom(3)).Public.Bytes.ToArray(),
        Policy = new PolicyContent
        {
            MaxMinutes = new Dictionary<string, int> { ["view"] = 20, ["control"] = 15 },
            Sas = "typed", PresenceMinutes = 10, GraceSeconds = 20, PromptSeconds = 60, MaxFileBytes = 1 << 20,
        },
    };

    private static readonly byte[] Good = ConfigurationFile.Sign(Content, TestKeys.Root);
    private static readonly KeyFingerprint RootHash = TestKeys.Root.Fingerprint;

    [Fact]
    public void A_signed_configuration_counts_under_the_compiled_root()
    {
        var loaded = ConfigurationLoader.Parse(Good, RootHash);
        Assert.False(loaded.IsDevelopment);
        Assert.Equal(TestCertificates.BrokerName, Assert.Single(loaded.BrokerNames));
        Assert.Equal(15, loaded.Policy.MaxMinutes[Capability.ControlInput]);
        Assert.False(loaded.Policy.Allows(Capability.SendFile));
        Assert.Equal(SasMode.Typed, loaded.Sas);
        Assert.Equal(TestKeys.Issuing.Public, loaded.Issuing.Key);
        Assert.Equal(Hash384.Size, loaded.Hash.Length);
    }

    [Fact]
    public void Without_a_compiled_root_it_is_a_development_build_and_says_so() =>
        Assert.True(ConfigurationLoader.Parse(Good, compiledRoot: null).IsDevelopment);

    [Theory]
    [InlineData("0.1.0", true)]
    [InlineData("0.1.1", true)]
    [InlineData("1.0.0", true)]
    [InlineData("0.0.9", false)]
    [InlineData("0.0.0", false)]
    [Trait("Requirement", "R-ZT-3")]
    public void A_program_older_than_the_signed_minimum_doesnt_go_by_it(string program, bool goes)
    {
        var loaded = ConfigurationLoader.Parse(Good, RootHash);
        if (goes)
        {
            Assert.Same(loaded, loaded.For(Version.Parse(program)));
            return;
        }

        var refused = Assert.Throws<ConfigurationException>(() => loaded.For(Version.Parse(program)));
        Assert.Equal(ConfigurationFault.ProgramTooOld, refused.Fault);
        Assert.Contains(program, refused.Message, StringComparison.Ordinal);
        Assert.Contains("0.1.0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_vendors_configuration_doesnt_count()
    {
        var other = ConfigurationFile.Sign(
            Content with { RootCertificate = TestCertificates.OtherRoot, IssuingCertificate = TestCertificates.MakeIssuing(TestKeys.OtherRoot, TestCertificates.OtherRoot) },
            TestKeys.OtherRoot);
        Assert.Equal(ConfigurationFault.WrongRoot, FaultOf(other, RootHash));
        Assert.True(ConfigurationLoader.Parse(other, compiledRoot: null).IsDevelopment);
    }

    [Fact]
    public void A_configuration_that_the_issuing_key_signed_doesnt_count()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Content, ConfigurationFile.Json);
        Assert.Equal(ConfigurationFault.BadSignature, FaultOf(Frame(json, TestKeys.Issuing.Sign("configuration", json)), RootHash));
        Assert.Equal(ConfigurationFault.BadSignature, FaultOf(Frame(json, TestKeys.Root.Sign("ticket", json)), RootHash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_byte_of_the_file_can_be_changed(bool compiled)
    {
        var expected = compiled ? RootHash : (KeyFingerprint?)null;
        for (var i = 0; i < Good.Length; i += compiled ? 1 : 7) // the second walk only shows that a missing root hash skips nothing
        {
            var changed = (byte[])Good.Clone();
            changed[i] ^= 0x20;
            Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(changed, expected));
        }
    }

    [Fact]
    public void Neither_end_of_the_file_can_be_cut_or_lengthened()
    {
        for (var length = 0; length < Good.Length; length += 7)
        {
            Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(Good.AsMemory(0, length), RootHash));
            Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(Good.AsMemory(length + 1), RootHash));
        }

        Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(Good.Append((byte)'\n').ToArray(), RootHash));
        Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(Good).ReplaceLineEndings("\r\n")), RootHash));
    }

    [Fact]
    public void The_signatures_base64_has_one_spelling()
    {
        var text = System.Text.Encoding.ASCII.GetString(Good).TrimEnd('\n');
        Assert.Equal(ConfigurationFault.Malformed, FaultOf(System.Text.Encoding.ASCII.GetBytes(text + " \n"), RootHash));
        Assert.Equal(ConfigurationFault.Malformed, FaultOf(System.Text.Encoding.ASCII.GetBytes(text.Insert(text.Length - 4, "\t") + "\n"), RootHash));
    }

    public static TheoryData<string> Values => new(
        "organisation", "no broker", "upper case", "IP literal", "twice", "port", "version", "log key", "sas", "grace", "presence", "prompt", "file", "minutes", "capability", "outer roots", "outer key", "pinned key", "too many keys", "interception", "nothing to tell by");

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_outside_its_limits_is_neither_signed_nor_loaded(string what)
    {
        var policy = Content.Policy;
        var bad = what switch
        {
            "organisation" => Content with { Organisation = "Vendor\u202E" },
            "no broker" => Content with { BrokerNames = [] },
            "upper case" => Content with { BrokerNames = ["Broker.vendor.example"] },
            "IP literal" => Content with { BrokerNames = ["192.0.2.1"] },
            "twice" => Content with { BrokerNames = [TestCertificates.BrokerName, TestCertificates.BrokerName] },
            "port" => Content with { Port = 0 },
            "version" => Content with { MinimumClientVersion = "1.0" },
            "log key" => Content with { BrokerLogKey = new byte[32] },
            "sas" => Content with { Policy = policy with { Sas = "none" } },
            "grace" => Content with { Policy = policy with { GraceSeconds = 31 } },
            "presence" => Content with { Policy = policy with { PresenceMinutes = 0 } },
            "prompt" => Content with { Policy = policy with { PromptSeconds = 0 } },
            "file" => Content with { Policy = policy with { MaxFileBytes = -1 } },
            "minutes" => Content with { Policy = policy with { MaxMinutes = new Dictionary<string, int> { ["view"] = 0 } } },
            "capability" => Content with { Policy = policy with { MaxMinutes = new Dictionary<string, int> { ["reboot"] = 5 } } },
            "outer key" => Content with { OuterTls = new OuterTlsContent { ExpectedKeys = [new byte[31]], Interception = "allow" } },
            "pinned key" => Content with { OuterTls = new OuterTlsContent { PinnedKeys = [new byte[33]], Interception = "allow" } },
            "too many keys" => Content with { OuterTls = new OuterTlsContent { ExpectedKeys = [.. Enumerable.Repeat(new byte[32], 33)], Interception = "allow" } },
            "interception" => Content with { OuterTls = new OuterTlsContent { ExpectedKeys = [new byte[32]], Interception = "Allow" } },
            "nothing to tell by" => Content with { OuterTls = new OuterTlsContent { Interception = "refuse" } },
            _ => Content with { OuterTlsRoots = [[]] },
        };
        Assert.Equal(ConfigurationFault.BadValue, Assert.Throws<ConfigurationException>(() => ConfigurationFile.Sign(bad, TestKeys.Root)).Fault);
        var json = JsonSerializer.SerializeToUtf8Bytes(bad, ConfigurationFile.Json);
        Assert.Equal(ConfigurationFault.BadValue, FaultOf(Frame(json, TestKeys.Root.Sign("configuration", json)), RootHash));
    }

    [Fact]
    [Trait("Requirement", "R-NET-10")]
    public void What_is_known_of_the_outer_certificate_is_read_and_may_be_left_out()
    {
        var (expected, pinned) = (Enumerable.Repeat((byte)1, 32).ToArray(), Enumerable.Repeat((byte)2, 32).ToArray());
        var loaded = ConfigurationLoader.Parse(
            ConfigurationFile.Sign(Content with { OuterTls = new OuterTlsContent { ExpectedKeys = [expected], PinnedKeys = [pinned], Interception = "refuse" } }, TestKeys.Root), RootHash);

        Assert.Equal(KeyFingerprint.FromBytes(expected), Assert.Single(loaded.OuterTls.ExpectedKeys));
        Assert.Equal(KeyFingerprint.FromBytes(pinned), Assert.Single(loaded.OuterTls.PinnedKeys));
        Assert.Equal(InterceptionRule.Refuse, loaded.OuterTls.Interception);

        // What is left out isn't in the file either: a program from before this member takes it.
        Assert.Same(OuterTlsPolicy.Default, ConfigurationLoader.Parse(Good, RootHash).OuterTls);
        Assert.DoesNotContain("outerTls\"", System.Text.Encoding.UTF8.GetString(Good), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("{\"port\":443,\"port\":444}")]
    [InlineData("{\"surprise\":1}")]
    public void Content_of_another_shape_is_malformed(string json)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        Assert.Equal(ConfigurationFault.Malformed, FaultOf(Frame(bytes, TestKeys.Root.Sign("configuration", bytes)), RootHash));
    }

    [Fact]
    public void An_issuing_certificate_of_another_root_is_named()
    {
        var other = Content with { IssuingCertificate = TestCertificates.MakeIssuing(TestKeys.OtherRoot, TestCertificates.OtherRoot) };
        Assert.Equal(ConfigurationFault.BadCertificate, Assert.Throws<ConfigurationException>(() => ConfigurationFile.Sign(other, TestKeys.Root)).Fault);
    }

    [Fact]
    public void A_missing_file_gives_a_sentence_that_says_what_to_do()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var refused = Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(missing, RootHash));
        Assert.Equal(ConfigurationFault.Unreadable, refused.Fault);
        Assert.Contains("Put the vendor's configuration file beside the program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_loaded_and_one_that_is_too_large_isnt_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Good);
            Assert.Equal(443, ConfigurationLoader.Load(path, RootHash).Port);
            File.WriteAllBytes(path, new byte[ConfigurationLimits.MaxFileBytes + 1]);
            Assert.Equal(ConfigurationFault.Malformed, Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Load(path, RootHash)).Fault);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_damaged_compiled_root_never_makes_a_development_build()
    {
        Assert.Null(CompiledRoot.Parse(null));
        Assert.Null(CompiledRoot.Parse(""));
        Assert.Equal(RootHash, CompiledRoot.Parse(RootHash.Hex.ToUpperInvariant()));
        Assert.Equal(ConfigurationFault.BrokenBuild, Assert.Throws<ConfigurationException>(() => CompiledRoot.Parse(RootHash.Hex[..63])).Fault);
        Assert.Equal(ConfigurationFault.BrokenBuild, Assert.Throws<ConfigurationException>(() => CompiledRoot.Parse(" ")).Fault);
        Assert.Null(CompiledRoot.Of(typeof(ConfigurationTests).Assembly));
    }

    private static byte[] Frame(byte[] json, byte[] signature) =>
        [.. "orchestrator-configuration/1\n"u8, .. json, .. "\nsignature: "u8, .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)), (byte)'\n'];

    private static ConfigurationFault FaultOf(byte[] file, KeyFingerprint? root) =>
        Assert.Throws<ConfigurationException>(() => ConfigurationLoader.Parse(file, root)).Fault;
}
