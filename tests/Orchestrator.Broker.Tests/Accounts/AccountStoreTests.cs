using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Accounts;

public sealed class AccountStoreTests
{
    [Fact]
    [Trait("Requirement", "R-AUTH-1")]
    public async Task A_name_belongs_to_one_person_for_ever_in_every_spelling()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await AddAsync(broker, "anna");
        foreach (var spelling in new[] { "anna", "ANNA", "\uFF21nna", " Anna" })
        {
            Assert.Equal(ExitCode.Exists, (await Assert.ThrowsAsync<BrokerException>(() => AddAsync(broker, spelling))).Code);
        }

        await broker.Changes.DisableAsync("anna", TestBroker.Owner, CancellationToken.None);
        Assert.Equal(ExitCode.Exists, (await Assert.ThrowsAsync<BrokerException>(() => AddAsync(broker, "Anna"))).Code);
        Assert.True(Assert.Single(await broker.Accounts.ListAsync(CancellationToken.None)).Disabled);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-3")]
    public async Task The_store_holds_an_Argon2id_string_and_nothing_of_the_password()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddActivatedAsync("anna", "Anna Berg", AccountRoles.Technician);
        var row = await broker.Accounts.FindRowAsync(AccountName.TryParse("anna", out var name) ? name : default, CancellationToken.None);
        Assert.StartsWith("$argon2id$v=19$", row!.PasswordHash, StringComparison.Ordinal);
        broker.Store.Release();
        foreach (var file in Directory.GetFiles(broker.Folder.Root, "broker.db*"))
        {
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("three blue herons"u8));
        }
    }

    [Theory]
    [InlineData("anna", "Anna\u202E Berg", "technician")]
    [InlineData("anna", "Anna Berg", "administrator")]
    [InlineData("an na", "Anna Berg", "technician")]
    public async Task Refused_values_leave_no_account(string name, string printedName, string role)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var refused = await Assert.ThrowsAsync<BrokerException>(() => broker.Accounts.AddAsync(name, printedName, role, TestBroker.Owner, CancellationToken.None));
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Empty(await broker.Accounts.ListAsync(CancellationToken.None));
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-8")]
    public async Task The_serving_broker_notices_that_another_process_disabled_an_account()
    {
        await using var broker = await TestBroker.CreateAsync();
        await AddAsync(broker, "anna");
        var revoked = new List<Revocation>();
        using var subscription = broker.Parts.Watch.Subscribe(revoked.Add);
        await broker.Parts.Watch.LookAsync(CancellationToken.None);
        Assert.Empty(revoked);
        await broker.Changes.DisableAsync("anna", TestBroker.Owner, CancellationToken.None);
        await broker.Parts.Watch.LookAsync(CancellationToken.None);
        await broker.Parts.Watch.LookAsync(CancellationToken.None);
        Assert.Equal([new Revocation("anna", null, "the account was disabled")], revoked);
    }

    private static Task<NewAccount> AddAsync(TestBroker broker, string name) =>
        broker.Accounts.AddAsync(name, "Anna Berg", AccountRoles.Technician, TestBroker.Owner, CancellationToken.None);
}
