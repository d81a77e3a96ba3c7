using Orchestrator.TestSupport;
using Orchestrator.Trust.Policies;
using Utf8 = System.Text.Encoding;

namespace Orchestrator.Trust.Tests.Policies;

[Trait("Requirement", "R-ZT-6")]
public sealed class PolicyFileTests
{
    private const string Yaml = "version: 1\nzone: UTC\nrules: []\n\nsignature: none\n";

    private static readonly byte[] Signed = PolicyFile.Sign(Utf8.UTF8.GetBytes(Yaml), TestKeys.Root);

    [Fact]
    public void What_the_root_signed_comes_back_with_its_hash()
    {
        var policy = PolicyFile.Open(Signed, TestKeys.Root.Public);

        Assert.Equal(Yaml, Utf8.UTF8.GetString(policy.Text.Span));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Utf8.UTF8.GetBytes(Yaml))), policy.Sha256);
        Assert.StartsWith("orchestrator-policy/1\nversion: 1\n", Utf8.UTF8.GetString(Signed), StringComparison.Ordinal);
    }

    [Fact]
    public void No_byte_can_be_changed_left_out_or_added()
    {
        for (var i = 0; i < Signed.Length; i++)
        {
            var changed = (byte[])Signed.Clone();
            changed[i] ^= 0x01;
            Assert.Contains(FaultOf(changed), new[] { TrustFault.BadSignature, TrustFault.Malformed });
            Assert.Contains(FaultOf(Signed.AsMemory(0, i)), new[] { TrustFault.BadSignature, TrustFault.Malformed });
        }

        Assert.Equal(TrustFault.Malformed, FaultOf(Signed.Append((byte)10).ToArray()));
        Assert.Equal(TrustFault.Malformed, FaultOf(Signed.Prepend((byte)32).ToArray()));
    }

    [Fact]
    public void Another_root_signs_nothing_here() => Assert.Equal(TrustFault.BadSignature, FaultOf(PolicyFile.Sign(Utf8.UTF8.GetBytes(Yaml), TestKeys.OtherRoot)));

    [Fact]
    public void A_signature_in_another_context_doesnt_count()
    {
        var text = Utf8.UTF8.GetBytes(Yaml);
        byte[] forged = [.. "orchestrator-policy/1\n"u8, .. text, .. "\nsignature: "u8, .. Utf8.UTF8.GetBytes(Convert.ToBase64String(TestKeys.Root.Sign("configuration", text))), (byte)'\n'];
        Assert.Equal(TrustFault.BadSignature, FaultOf(forged));
    }

    [Fact]
    public void A_signed_configuration_isnt_a_policy() =>
        Assert.Equal(TrustFault.Malformed, FaultOf(Utf8.UTF8.GetBytes(Utf8.UTF8.GetString(Signed).Replace("orchestrator-policy/1", "orchestrator-configuration/1", StringComparison.Ordinal))));

    [Fact]
    public void What_is_too_long_is_neither_signed_nor_read()
    {
        Assert.Equal(TrustFault.WrongLength, Assert.Throws<TrustException>(() => PolicyFile.Sign(new byte[PolicyFile.MaxTextBytes + 1], TestKeys.Root)).Fault);
        Assert.Equal(TrustFault.WrongLength, FaultOf(new byte[300 << 10]));
        Assert.Equal(PolicyFile.MaxTextBytes, PolicyFile.Open(PolicyFile.Sign(new byte[PolicyFile.MaxTextBytes], TestKeys.Root), TestKeys.Root.Public).Text.Length);
    }

    private static TrustFault FaultOf(ReadOnlyMemory<byte> file) => Assert.Throws<TrustException>(() => PolicyFile.Open(file, TestKeys.Root.Public)).Fault;
}
