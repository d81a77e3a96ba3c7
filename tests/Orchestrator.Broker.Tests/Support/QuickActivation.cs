using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Store;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>An activated account without its activation: password, secret and far more recovery codes than anybody gets, straight into the store.</summary>
internal static class QuickActivation
{
    private const int Paper = 150;

    public static async Task<TestCodes> ActivateAsync(TestBroker broker, string name, string password)
    {
        using var secrets = FactorSecrets.Load(broker.Folder, SystemRandomSource.Instance);
        await using var db = broker.Store.CreateDbContext();
        var row = await db.Accounts.SingleAsync(a => a.Key == name);
        var codes = new TestCodes(secrets.New(), Enumerable.Range(0, Paper).Select(_ => RandomCode.New(SystemRandomSource.Instance)));
        (row.PasswordHash, row.FactorSecret, row.SetupHash, row.SetupUntil) = (broker.Passwords.Hash(password), secrets.Seal(name, codes.Secret), null, null);
        db.RecoveryCodes.AddRange(codes.Paper.Select(code => RecoveryCodes.Row(row, code)));
        await db.SaveChangesAsync();
        return codes;
    }

    public static async Task ApproveAsync(BrokerStore store, string name, string fingerprint)
    {
        await using var db = store.CreateDbContext();
        var account = await db.Accounts.SingleAsync(a => a.Key == name);
        db.Consoles.Add(new ConsoleRow { AccountId = account.Id, Fingerprint = fingerprint, State = nameof(ConsoleState.Approved), Address = "test" });
        await db.SaveChangesAsync();
    }
}

/// <summary>Somebody's authenticator and paper: gives only codes that weren't used before.</summary>
internal sealed class TestCodes(byte[] secret, IEnumerable<string> paper)
{
    private readonly Queue<string> _rest = new(paper);
    private long _last;

    public byte[] Secret => secret;

    public IReadOnlyCollection<string> Paper => _rest;

    /// <summary>Of this moment if it wasn't used, else from the paper.</summary>
    public string Next(DateTimeOffset now)
    {
        var step = OneTimeCodes.StepAt(now);
        if (step <= _last)
        {
            return FromPaper();
        }

        _last = step;
        return OneTimeCodes.At(secret, step);
    }

    public string FromPaper() => _rest.Dequeue();

    /// <summary>The code of a moment, used or not.</summary>
    public string At(DateTimeOffset moment) => OneTimeCodes.At(secret, OneTimeCodes.StepAt(moment));
}
