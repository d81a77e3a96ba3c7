using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Accounts.Factors;

public sealed class FactorSecretsTests
{
    [Fact]
    [Trait("Requirement", "R-AUTH-12")]
    public async Task The_key_of_second_factors_is_random_bytes_that_only_their_owner_reads()
    {
        await using var one = await TestBroker.CreateAsync(open: false);
        await using var other = await TestBroker.CreateAsync(open: false, TestBroker.RealTime);
        Assert.NotEqual(await File.ReadAllTextAsync(one.Folder.AccountsKey), await File.ReadAllTextAsync(other.Folder.AccountsKey));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(one.Folder.AccountsKey));
            File.SetUnixFileMode(one.Folder.AccountsKey, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.Contains("can be read by other users", Assert.Throws<BrokerException>(() => FactorSecrets.Load(one.Folder, SystemRandomSource.Instance)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_secret_opens_for_its_own_account_alone_and_unaltered()
    {
        using var secrets = new FactorSecrets(new byte[32], new SeededRandom(1));
        using var others = new FactorSecrets([.. Enumerable.Repeat((byte)1, 32)], new SeededRandom(1));
        var secret = secrets.New();
        var sealedBytes = secrets.Seal("anna", secret);
        Assert.Equal(secret, secrets.Open("anna", sealedBytes));
        Assert.NotEqual(sealedBytes, secrets.Seal("anna", secret));
        Assert.Throws<BrokerException>(() => secrets.Open("ben", sealedBytes));
        Assert.Throws<BrokerException>(() => others.Open("anna", sealedBytes));
        Assert.Throws<BrokerException>(() => secrets.Open("anna", sealedBytes[1..]));
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            byte[] altered = [.. sealedBytes];
            altered[i] ^= 1;
            Assert.Throws<BrokerException>(() => secrets.Open("anna", altered));
        }
    }

    [Fact]
    public void A_random_code_has_eighty_bits_and_counts_for_one_purpose_and_one_account()
    {
        var random = new SeededRandom(2);
        var code = RandomCode.New(random);
        Assert.Matches("^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$", code);
        Assert.NotEqual(code, RandomCode.New(random));
        var hash = RandomCode.Hash("setup code", "anna", code);
        Assert.Equal(hash, RandomCode.Hash("setup code", "anna", code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.NotEqual(hash, RandomCode.Hash("recovery code", "anna", code));
        Assert.NotEqual(hash, RandomCode.Hash("setup code", "ben", code));
        Assert.Equal(RandomCode.Hash("setup code", "anna", ""), RandomCode.Hash("setup code", "anna", code + "A"));
        Assert.Equal(RandomCode.Hash("setup code", "anna", ""), RandomCode.Hash("setup code", "anna", code[..^1] + "1"));
    }
}
