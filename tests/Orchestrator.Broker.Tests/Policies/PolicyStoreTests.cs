using System.Text;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Policies;

/// <summary>A broker serves only under a policy that its root signed, and never under an older one again.</summary>
[Trait("Requirement", "R-ZT-6")]
public sealed class PolicyStoreTests
{
    [Fact]
    public async Task A_newer_policy_takes_the_place_of_the_first_and_stands_in_every_record()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var policy = await broker.InstallPolicyAsync(Yaml(2));
        await broker.OpenAsync();
        Assert.Equal(policy.Version, broker.Parts.Policy.Version);
        await broker.CloseAsync();

        var lines = broker.LogLines();
        Assert.Equal(2, lines.Count(l => l.Contains("\"event\":\"policy.installed\"", StringComparison.Ordinal)));
        Assert.All(lines, l => Assert.Contains($"\"policy\":\"{policy.Version.Sha256}\"", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "an older policy never counts again")]
    [InlineData(2, "Another policy of version 2")]
    public async Task An_older_or_another_policy_of_the_same_number_isnt_installed(int version, string why)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.InstallPolicyAsync(Yaml(2));

        var refused = await Assert.ThrowsAsync<BrokerException>(() => broker.InstallPolicyAsync(Yaml(version, "other")));

        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        await broker.OpenAsync();
        Assert.Equal(2, broker.Parts.Policy.Version.Version);
    }

    [Fact]
    public async Task The_same_policy_again_changes_nothing()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.InstallPolicyAsync(Yaml(2));
        await broker.InstallPolicyAsync(Yaml(2));
        await broker.OpenAsync();
        await broker.CloseAsync();
        Assert.Equal(2, broker.LogLines().Count(l => l.Contains("policy.installed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_policy_that_was_put_back_from_a_backup_isnt_served_under()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var first = await File.ReadAllBytesAsync(broker.Folder.Policy);
        await broker.InstallPolicyAsync(Yaml(2));
        await File.WriteAllBytesAsync(broker.Folder.Policy, first);

        var refused = await Assert.ThrowsAsync<BrokerException>(broker.OpenAsync);

        Assert.Equal(ExitCode.DataFolder, refused.Code);
        Assert.Contains("version 2 was in force here already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_policy_that_was_put_there_by_hand_counts_from_then_on_and_is_recorded()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await File.WriteAllBytesAsync(broker.Folder.Policy, Signed(Yaml(5), TestKeys.Root));
        await broker.OpenAsync();
        await broker.CloseAsync();
        Assert.Contains(broker.LogLines(), l => l.Contains("policy.installed", StringComparison.Ordinal) && l.Contains("\"version\":5", StringComparison.Ordinal));
        await Assert.ThrowsAsync<BrokerException>(() => broker.InstallPolicyAsync(Yaml(4)));
    }

    [Theory]
    [InlineData("other root", "wasn't signed by this vendor's root")]
    [InlineData("changed", "wasn't signed by this vendor's root")]
    [InlineData("unsigned", "isn't a signed policy")]
    [InlineData("300 KiB", "bytes")]
    [InlineData("missing", "can't be read")]
    [InlineData("nonsense", "line 1")]
    public async Task Nothing_is_served_or_installed_that_isnt_a_policy_of_this_root(string how, string why)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        using var folder = new TestFolder();
        var good = Signed(Yaml(2), TestKeys.Root);
        var bad = how switch
        {
            "other root" => Signed(Yaml(2), TestKeys.OtherRoot),
            "changed" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good).Replace("permit", "deny", StringComparison.Ordinal)),
            "unsigned" => Encoding.UTF8.GetBytes(Yaml(2)),
            "300 KiB" => new byte[300 << 10],
            "nonsense" => Signed("- nothing", TestKeys.Root),
            _ => null,
        };
        File.Delete(broker.Folder.Policy);
        if (bad is not null)
        {
            await File.WriteAllBytesAsync(broker.Folder.Policy, bad);
            await File.WriteAllBytesAsync(folder.At("p"), bad);
        }

        var unserved = await Assert.ThrowsAsync<BrokerException>(broker.OpenAsync);
        var uninstalled = await Assert.ThrowsAsync<BrokerException>(() => new PolicyStore(broker.Store, broker.Folder, broker.Time).InstallAsync(folder.At("p"), TestKeys.Root.Public, TestBroker.Owner, CancellationToken.None));

        Assert.Equal((ExitCode.DataFolder, ExitCode.Refused), (unserved.Code, uninstalled.Code));
        Assert.Contains(why, unserved.Message, StringComparison.Ordinal);
        Assert.Contains(why, uninstalled.Message, StringComparison.Ordinal);
    }

    private static byte[] Signed(string yaml, IPssSigner root) => PolicyFile.Sign(Encoding.UTF8.GetBytes(yaml), root);

    private static string Yaml(int version, string id = "all") => $"version: {version}\nzone: UTC\nrules:\n  - id: {id}\n    effect: permit\n";
}
