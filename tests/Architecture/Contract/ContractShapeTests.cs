using Orchestrator.Abstractions;

namespace Orchestrator.Architecture.Contract;

/// <summary>The plugin contract is made of the framework's types and its own, and hands no code across: nothing in it can keep a plugin in memory.</summary>
public sealed class ContractShapeTests
{
    [Fact]
    public void The_contract_names_framework_types_and_its_own_no_delegate_no_event_no_observable()
    {
        Assert.Empty(typeof(IPlugin).Assembly.GetExportedTypes().SelectMany(ContractSignatures.Objections));
    }

    [Theory]
    [InlineData(typeof(IWithEvent), "is an event")]
    [InlineData(typeof(IWithDelegate), "is a delegate")]
    [InlineData(typeof(IWithNestedDelegate), "is a delegate")]
    [InlineData(typeof(IWithObservable), "pull only")]
    [InlineData(typeof(IWithForeignType), "neither the contract nor the framework")]
    [InlineData(typeof(IWithObject), "may be anything")]
    public void The_look_sees_each_of_them(Type type, string why)
    {
        Assert.Contains(ContractSignatures.Objections(type), objection => objection.Contains(why, StringComparison.Ordinal));
    }

    public interface IWithEvent
    {
        event EventHandler Changed;
    }

    public interface IWithDelegate
    {
        void Register(Action callback);
    }

    public interface IWithNestedDelegate
    {
        ValueTask<IReadOnlyList<Func<int>>> ReadAsync();
    }

    public interface IWithObservable
    {
        IObservable<int> Values { get; }
    }

    public interface IWithForeignType
    {
        Xunit.Abstractions.ITestOutputHelper[] Output { get; }
    }

    public interface IWithObject
    {
        void Take(object anything);
    }
}
